package org.spillway.swarm.utp;

/** The type of a packet (BEP 29). */
enum PacketType {
  DATA(0),
  FIN(1),

  /** Acknowledges, and carries no data. It takes no sequence number. */
  STATE(2),
  RESET(3),
  SYN(4);

  private static final PacketType[] BY_NUMBER = {DATA, FIN, STATE, RESET, SYN};

  private final int number;

  PacketType(int number) {
    this.number = number;
  }

  /** Returns the number that stands for the type on the wire. */
  int number() {
    return number;
  }

  static boolean exists(int number) {
    return number >= 0 && number < BY_NUMBER.length;
  }

  static PacketType of(int number) {
    return BY_NUMBER[number];
  }
}
