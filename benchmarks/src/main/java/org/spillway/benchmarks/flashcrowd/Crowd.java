package org.spillway.benchmarks.flashcrowd;

import java.util.List;
import java.util.Locale;

/** Which programs the clients of a run are. */
enum Crowd {
  LIBTORRENT,
  ARIA2,
  TRANSMISSION,
  /** {@code spillway get}. */
  GET,
  /** The torrent clients and our own, in turns. */
  MIX,
  /** Plain HTTP, by curl. */
  HTTP;

  private static final List<Client> TURNS =
      List.of(Client.LIBTORRENT, Client.ARIA2, Client.TRANSMISSION, Client.GET);

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the program of a client, counted from 0. */
  Client client(int number) {
    return switch (this) {
      case LIBTORRENT -> Client.LIBTORRENT;
      case ARIA2 -> Client.ARIA2;
      case TRANSMISSION -> Client.TRANSMISSION;
      case GET -> Client.GET;
      case MIX -> TURNS.get(number % TURNS.size());
      case HTTP -> Client.CURL;
    };
  }
}
