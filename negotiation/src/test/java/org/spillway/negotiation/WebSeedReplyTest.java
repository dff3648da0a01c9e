package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.negotiation.WebSeedPolicy.Decision;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.HttpReply;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.TorrentFormat;

/** What the policy for web seeds makes of a request, before any door. */
class WebSeedReplyTest {
  private static final FakeRequest GET = FakeRequest.get("/seed/digits.iso");
  private static final Decision LATER = Decision.later(Duration.ofSeconds(90));
  private static final Decision UNDECIDED = Decision.undecided(Duration.ofMillis(250));

  @TempDir private Path folder;
  private final FakeWebSeedPolicy policy = new FakeWebSeedPolicy();
  private HashedFiles files;
  private HttpResponder responder;

  @BeforeEach
  void open() throws IOException {
    files = new HashedFiles(folder, TorrentFormat.HYBRID);
    files.hashed("/digits.iso", "0123456789");
    responder = new HttpResponder(files.catalog, NegotiationSettings.DEFAULT.withWebSeed(policy));
  }

  @AfterEach
  void close() {
    files.close();
  }

  private HttpReply reply(RequestHead request) {
    return responder.respond(request).orElseThrow();
  }

  private static void assertFile(HttpReply reply) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Answer.class,
            answer -> {
              assertThat(answer.kind()).isIn(Answer.Kind.FILE, Answer.Kind.WEB_SEED);
              assertThat(answer.body().length()).isEqualTo(10);
            });
  }

  @Test
  void reply_send() {
    assertFile(reply(GET));
    assertThat(policy.asked())
        .containsExactly(new FakeWebSeedPolicy.Asked("digits.iso", "192.0.2.1", Decision.send()));
  }

  @Test
  void reply_later() {
    policy.say(LATER);
    for (var request : new FakeRequest[] {GET, GET.with("Range", "bytes=1-2")}) {
      assertThat(reply(request))
          .isInstanceOfSatisfying(
              Answer.class,
              answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.fields())
                    .contains(
                        new HeaderField("Retry-After", "90"),
                        new HeaderField("Cache-Control", "no-store"));
              });
      assertThat(responder.respondNow(request).orElseThrow().status()).isEqualTo(503);
    }
  }

  @Test
  void reply_undecided() {
    policy.say(UNDECIDED);
    assertThat(reply(GET)).isEqualTo(new HttpReply.AskAgain(Duration.ofMillis(250)));
    assertFile(responder.respondNow(GET).orElseThrow());
  }

  @Test
  void reply_otherRequests_policyIsNotAsked() {
    policy.say(LATER);
    assertFile(reply(FakeRequest.get("/digits.iso")));
    assertFile(reply(GET.withMethod("HEAD")));
    assertThat(reply(GET.withMethod("POST"))).isInstanceOf(Answer.class);
    assertThat(responder.respond(FakeRequest.get("/seed/nothing.iso"))).isEmpty();
    assertThat(policy.asked()).isEmpty();
  }

  /** It is the swarm that is to carry what is left out, and there is none. */
  @Test
  void reply_withoutTorrent_policyIsNotAsked() throws IOException {
    files.offer("/empty.txt", "");
    policy.say(LATER);
    assertThat(reply(FakeRequest.get("/seed/empty.txt")))
        .isInstanceOfSatisfying(Answer.class, answer -> assertThat(answer.status()).isEqualTo(200));
    assertThat(policy.asked()).isEmpty();
  }

  /** BEP 19 has it so for a torrent of many files: the name follows once more. */
  @Test
  void reply_repeatedName() {
    policy.say(UNDECIDED);
    assertThat(reply(FakeRequest.get("/seed/digits.iso/digits.iso")))
        .isInstanceOf(HttpReply.AskAgain.class);
  }
}
