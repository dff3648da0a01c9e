package org.spillway.dns.tsig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;

class UnverifiedTest {
  private static final TsigKey KEY = TsigKey.parse("secondary:hmac-sha256:c2VjcmV0");
  private static final TsigKey WRONG = TsigKey.parse("secondary:hmac-sha256:d3Jvbmc=");
  private static final TsigKey UNKNOWN = TsigKey.parse("stranger:hmac-sha256:c2VjcmV0");
  private static final long NOW = 1_800_000_000;

  /** Returns what a server says to a NOTIFY that is signed with this key at this time. */
  private static Unverified said(TsigKey key, long time) {
    var notify = new Message(7);
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    byte[] request =
        SignedQuery.of(notify.toWire(), key, () -> Instant.ofEpochSecond(time)).bytes();
    var server = new TsigKeys(List.of(KEY), () -> Instant.ofEpochSecond(NOW));
    return Unverified.of(((TsigRequest.Refused) server.open(request)).answer());
  }

  @Test
  void of_wrongKeys() {
    assertThat(said(UNKNOWN, NOW)).isEqualTo(new Unverified(Rcode.NOTAUTH, Rcode.BADKEY, false));
    assertThat(said(WRONG, NOW)).hasToString("NOTAUTH (BADSIG), its answer is not signed");
    assertThat(said(KEY, NOW - 3600)).hasToString("NOTAUTH (BADTIME)");
  }

  @Test
  void of_othersAnswers() {
    var refused = new Message(7);
    refused.getHeader().setRcode(Rcode.REFUSED);
    assertThat(Unverified.of(refused.toWire())).hasToString("REFUSED, its answer is not signed");
    byte[] header = {0, 7, (byte) 0xA0, 9, 0, 0, 0, 0, 0, 0, 0, 1};
    assertThat(Unverified.of(header)).hasToString("NOTAUTH, its answer is not signed");
    byte[] forged =
        SignedQuery.of(new Message(7).toWire(), WRONG, () -> Instant.ofEpochSecond(NOW)).bytes();
    assertThat(Unverified.of(forged)).hasToString("NOERROR, its signature is not right");
  }
}
