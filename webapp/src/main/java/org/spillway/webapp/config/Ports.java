package org.spillway.webapp.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The ports that were taken. Each is set when its server opens, by one thread until the start is
 * over.
 */
public final class Ports {
  private final Map<String, Integer> taken = new LinkedHashMap<>();
  private int admin;

  /** Sets the port of HTTP; 0 if the servlet container does not say. */
  public void http(int port) {
    if (port > 0) {
      taken.put("http", port);
    }
  }

  public void https(int port) {
    taken.put("https", port);
  }

  public void seeder(int port) {
    taken.put("seeder", port);
  }

  public void dns(int port) {
    taken.put("dns", port);
  }

  /** Sets the port for operators, which only those who start the server are told. */
  public void admin(int port) {
    admin = port;
  }

  public void trackerUdp(int port) {
    taken.put("tracker-udp", port);
  }

  public OptionalInt http() {
    return port("http");
  }

  public OptionalInt https() {
    return port("https");
  }

  public OptionalInt seeder() {
    return port("seeder");
  }

  public OptionalInt dns() {
    return port("dns");
  }

  public OptionalInt trackerUdp() {
    return port("tracker-udp");
  }

  private OptionalInt port(String door) {
    return taken.containsKey(door) ? OptionalInt.of(taken.get(door)) : OptionalInt.empty();
  }

  /** Returns the line {@code {"event":"started","http":8080,…}}, which tells scripts the ports. */
  public String startedLine() {
    var line = line();
    if (admin > 0) {
      line.put("admin", admin);
    }
    return line.toString();
  }

  /** Returns the same line for everybody, without the port for operators. */
  public String publicLine() {
    return line().toString();
  }

  private ObjectNode line() {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("event", "started");
    taken.forEach(line::put);
    return line;
  }
}
