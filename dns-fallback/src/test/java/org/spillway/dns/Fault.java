package org.spillway.dns;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.spillway.dns.tsig.TsigKey;
import org.xbill.DNS.Rcode;

/** A mistake that a primary may make, and what the operator reads about it. */
enum Fault implements ScriptedPrimary.Script {
  LEAVES_IN_AN_ANSWER(
      "takes no updates of %s: it closed the connection",
      exchange -> exchange.sendHalf(exchange.perform())),
  LEAVES_WITHOUT_AN_ANSWER(
      "takes no updates of %s: it closed the connection",
      exchange -> {
        var unused = exchange.perform();
        exchange.hangUp();
      }),
  NEVER_ANSWERS("takes no updates of %s: it does not answer", exchange -> {}),
  SERVFAIL(
      "takes no updates of %s: it answers SERVFAIL",
      exchange -> exchange.send(exchange.answer(Rcode.SERVFAIL))),
  REFUSED(
      "refuses updates of %s that are signed with key spillway.:"
          + " REFUSED: its configuration does not allow it",
      exchange -> exchange.send(exchange.answer(Rcode.REFUSED))),
  REFUSED_UNSIGNED(
      "refuses updates of %s that are signed with key spillway.:"
          + " REFUSED: its configuration does not allow it",
      exchange -> exchange.send(exchange.unsigned(Rcode.REFUSED).toWire())),
  BADTIME(
      "refuses updates of %s that are signed with key spillway.:"
          + " NOTAUTH, BADTIME: its clock and ours differ",
      exchange ->
          exchange.send(
              exchange.refusal(
                  ScriptedPrimary.KEY,
                  InstantSource.offset(InstantSource.system(), Duration.ofHours(1))))),
  BADKEY(
      "refuses updates of %s that are signed with key spillway.:"
          + " NOTAUTH, BADKEY: it has no such key, or with another algorithm",
      exchange -> refuse(exchange, "other:hmac-sha256:c2VjcmV0")),
  BADKEY_ALGORITHM(
      "refuses updates of %s that are signed with key spillway.:"
          + " NOTAUTH, BADKEY: it has no such key, or with another algorithm",
      exchange -> refuse(exchange, "spillway:hmac-sha512:c2VjcmV0")),
  BADSIG(
      "refuses updates of %s that are signed with key spillway.:"
          + " NOTAUTH, BADSIG: its key has another secret",
      exchange -> refuse(exchange, "spillway:hmac-sha256:b3RoZXI=")),
  NOERROR_UNSIGNED(
      "takes no updates of %s: its answer is not signed with key spillway.",
      exchange -> exchange.send(exchange.unsigned(Rcode.NOERROR).toWire())),
  NOERROR_FORGED(
      "takes no updates of %s: its answer is not signed with key spillway.",
      exchange -> {
        byte[] answer = exchange.answer(Rcode.NOERROR);
        // The last byte of the MAC, before the id, the error and the length of nothing more.
        answer[answer.length - 7] ^= 1;
        exchange.send(answer);
      }),
  ANOTHER_ID(
      "takes no updates of %s: its answer has an unknown id",
      exchange -> {
        byte[] answer = exchange.answer(Rcode.NOERROR);
        answer[0] ^= 0x40;
        exchange.send(answer);
      }),
  GARBAGE(
      "takes no updates of %s: its answer is not a DNS message",
      exchange -> {
        byte[] garbage = new byte[300];
        new Random(1).nextBytes(garbage);
        // With the id and the flags of an answer.
        System.arraycopy(exchange.answer(Rcode.NOERROR), 0, garbage, 0, 4);
        exchange.send(garbage);
      }),
  NO_HEADER(
      "takes no updates of %s: its answer is not a DNS message",
      exchange -> exchange.send(new byte[11]));

  private final String says;

  @SuppressWarnings("ImmutableEnumChecker") // A script captures nothing.
  private final ScriptedPrimary.Script script;

  Fault(String says, ScriptedPrimary.Script script) {
    this.says = says.formatted(TestTorrents.ORIGIN);
    this.script = script;
  }

  private static void refuse(ScriptedExchange exchange, String key) throws IOException {
    exchange.send(exchange.refusal(TsigKey.parse(key), InstantSource.system()));
  }

  /** Returns what the operator reads. */
  String says() {
    return says;
  }

  @Override
  public void run(ScriptedExchange exchange) throws IOException {
    script.run(exchange);
  }
}
