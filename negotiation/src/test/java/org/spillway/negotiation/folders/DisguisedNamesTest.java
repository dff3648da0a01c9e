package org.spillway.negotiation.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.SmallSite.text;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.SmallSite;
import org.spillway.negotiation.fields.FakeRequest;

/** Names that look like others, because they hold characters that cannot be seen. */
class DisguisedNamesTest {
  /** Looks like {@code holiday-exe.jpg}. */
  private static final String DISGUISED = "holiday-\u202egpj.exe";

  private static final String LINK = "holiday-%E2%80%AEgpj.exe";

  @TempDir private Path folder;
  private SmallSite site;

  @BeforeEach
  void open() throws IOException {
    site = new SmallSite(folder, NegotiationSettings.DEFAULT.withIndex(true));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String listing(String path, String query) {
    return text(site.missing(FakeRequest.get(path).withQuery(query)));
  }

  @Test
  void page_showsTheCharacter_andLinksToTheFile() throws IOException {
    site.file("/" + DISGUISED, "x");
    site.folder("/folder\u2066");
    assertThat(listing("/", ""))
        .contains("<a href=\"" + LINK + "\"><bdi>holiday-<code>U+202E</code>gpj.exe</bdi></a>")
        .contains("<bdi>folder<code>U+2066</code>/</bdi>")
        .doesNotContain("\u202e", "\u2066");
  }

  @Test
  void page_ofSuchAFolder() throws IOException {
    site.folder("/folder\u200f");
    assertThat(listing("/folder\u200f/", ""))
        .contains("<title>/folder[U+200F]/</title>", "<h1><bdi>/folder<code>U+200F</code>/</bdi>")
        .doesNotContain("\u200f");
  }

  @Test
  void json_escapesTheCharacter() throws IOException {
    site.file("/" + DISGUISED, "x");
    assertThat(listing("/", "format=json"))
        .contains("\"name\":\"holiday-\\u202egpj.exe\"", LINK)
        .doesNotContain("\u202e");
  }

  @Test
  void names_withControlCharacters_areNotOffered() throws IOException {
    site.file("/a\u0085b", "x");
    site.file("/a\u009b2J", "x");
    site.file("/plain", "x");
    assertThat(listing("/", "format=json")).contains("plain").doesNotContain("\"name\":\"a");
    assertThat(site.missing(FakeRequest.get("/a\u009b2J")).status()).isEqualTo(404);
  }
}
