package org.spillway.webapp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The ports that were taken, each set as its door opens. Of one thread until the start is over. */
final class Ports {
  private final Map<String, Integer> taken = new LinkedHashMap<>();

  /** 0 if the servlet container does not say. */
  void http(int port) {
    if (port > 0) {
      taken.put("http", port);
    }
  }

  void https(int port) {
    taken.put("https", port);
  }

  void seeder(int port) {
    taken.put("seeder", port);
  }

  void dns(int port) {
    taken.put("dns", port);
  }

  void trackerUdp(int port) {
    taken.put("tracker-udp", port);
  }

  OptionalInt http() {
    return port("http");
  }

  OptionalInt https() {
    return port("https");
  }

  OptionalInt seeder() {
    return port("seeder");
  }

  OptionalInt dns() {
    return port("dns");
  }

  OptionalInt trackerUdp() {
    return port("tracker-udp");
  }

  private OptionalInt port(String door) {
    return taken.containsKey(door) ? OptionalInt.of(taken.get(door)) : OptionalInt.empty();
  }

  /** The line {@code {"event":"started","http":8080,…}} that tells scripts where everything is. */
  String startedLine() {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("event", "started");
    taken.forEach(line::put);
    return line.toString();
  }
}
