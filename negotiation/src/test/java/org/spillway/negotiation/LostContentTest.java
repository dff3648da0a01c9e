package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.torrent.TorrentFormat;

/** What HTTP says while the content is lost, as a disk that is not mounted. */
class LostContentTest {
  @TempDir Path temp;
  private HashedFiles files;
  private HttpResponder responder;

  @BeforeEach
  void lose() throws IOException {
    files = new HashedFiles(temp, TorrentFormat.V1);
    files.hashed("/digits.iso", "0123456789");
    responder = new HttpResponder(files.catalog, NegotiationSettings.DEFAULT);
    Files.move(temp.resolve("root"), temp.resolve("aside"));
    Files.createDirectory(temp.resolve("root"));
  }

  @AfterEach
  void close() {
    files.close();
  }

  private Answer answer(String target) {
    return responder.respondOr404(FakeRequest.get(target));
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.fields()).contains(new HeaderField("Retry-After", "60"));
  }

  @Test
  void file_comesBack() {
    assertUnavailable(answer("/digits.iso"));
    assertUnavailable(answer("/seed/digits.iso"));
  }

  @Test
  void torrent_isStillThere() {
    var request = FakeRequest.get("/digits.iso").withQuery("torrent");
    assertThat(responder.respondOr404(request).status()).isEqualTo(200);
  }

  @Test
  void otherPaths_mayExist() {
    assertUnavailable(answer("/digits.iso"));
    assertUnavailable(answer("/other.iso"));
    assertUnavailable(answer("/"));
  }
}
