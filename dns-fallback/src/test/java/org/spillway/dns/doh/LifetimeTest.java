package org.spillway.dns.doh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class LifetimeTest {
  private static final Name NAME = Name.fromConstantString("a.dl.example.org.");
  private static final Name ZONE = Name.fromConstantString("dl.example.org.");

  private static Record txt(long ttl) {
    return new TXTRecord(NAME, DClass.IN, ttl, "text");
  }

  private static Record soa(long ttl, long minimum) {
    return new SOARecord(ZONE, DClass.IN, ttl, ZONE, ZONE, 1, 2, 3, 4, minimum);
  }

  private static Record ns(long ttl) {
    return new NSRecord(ZONE, DClass.IN, ttl, ZONE);
  }

  private static long seconds(int section, Record... records) {
    return Lifetime.seconds(message(section, records).toWire());
  }

  private static Message message(int section, Record... records) {
    var message = new Message();
    message.addRecord(Record.newRecord(NAME, Type.TXT, DClass.IN), Section.QUESTION);
    for (Record record : records) {
      message.addRecord(record, section);
    }
    return message;
  }

  @Test
  void seconds_smallestOfTheAnswer() {
    assertThat(seconds(Section.ANSWER, txt(300))).isEqualTo(300);
    assertThat(seconds(Section.ANSWER, txt(300), txt(20), txt(100))).isEqualTo(20);
    assertThat(seconds(Section.ANSWER, txt(0))).isZero();
    assertThat(seconds(Section.ANSWER, txt(Integer.MAX_VALUE))).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void seconds_topBitSet() {
    byte[] answer = message(Section.ANSWER, txt(0xFFFFFF)).toWire();
    // Pointer, type and class stand before it, RDLENGTH and five bytes behind.
    answer[answer.length - 11] = (byte) 0x80;
    assertThat(Lifetime.seconds(answer)).isZero();
  }

  @Test
  void seconds_denial() {
    assertThat(seconds(Section.AUTHORITY, soa(3600, 60))).isEqualTo(60);
    assertThat(seconds(Section.AUTHORITY, soa(30, 60))).isEqualTo(30);
    assertThat(seconds(Section.AUTHORITY, ns(5), soa(3600, 60))).isEqualTo(60);
  }

  @Test
  void seconds_answerBesideSoa() {
    var message = message(Section.ANSWER, txt(300));
    message.addRecord(soa(60, 60), Section.AUTHORITY);
    message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    assertThat(Lifetime.seconds(message.toWire())).isEqualTo(300);
  }

  @Test
  void seconds_nothingSaid() {
    assertThat(seconds(Section.ANSWER)).isZero();
    assertThat(seconds(Section.AUTHORITY, ns(300))).isZero();
    assertThat(Lifetime.seconds(new byte[12])).isZero();
  }
}
