package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Requests that are wrong, odd or hostile, byte for byte, and the statuses that are right for them.
 */
final class BadRequests {
  static final String SMALL = "/pub/small.txt";

  private BadRequests() {}

  /** A request, and the statuses that are right for it; none for a connection closed in silence. */
  record Case(String name, String request, Set<Integer> statuses) {
    @Override
    public String toString() {
      return name;
    }
  }

  static String get(String target, String... fields) {
    return request("GET", target, fields);
  }

  private static String request(String method, String target, String... fields) {
    String more = Stream.of(fields).map(field -> field + "\r\n").collect(Collectors.joining());
    return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
  }

  private static Case target(String target, Integer... statuses) {
    return of(target, get(target), statuses);
  }

  private static Case field(String field, Integer... statuses) {
    String name = field.length() > 60 ? field.substring(0, 60) + "…" : field;
    return of(name, get(SMALL, field), statuses);
  }

  private static Case of(String name, String request, Integer... statuses) {
    return new Case(name, request, new TreeSet<>(Arrays.asList(statuses)));
  }

  static Stream<Case> targetsBesideTheRoot() {
    return Stream.of(
        target("/../secret.txt", 400),
        target("/pub/../../secret.txt", 400),
        target("/pub/../../../../../../../../etc/passwd", 400),
        target("/..", 400),
        target("/%2e%2e/secret.txt", 400),
        target("/.%2e/secret.txt", 400),
        target("/%2E./secret.txt", 400),
        target("/pub/%2e%2e/%2e%2e/secret.txt", 400),
        target("/%2e%2e%2fsecret.txt", 400),
        target("/..%2fsecret.txt", 400),
        target("/%252e%252e/secret.txt", 404),
        target("/%25%32%65%25%32%65/secret.txt", 404),
        target("/..%252fsecret.txt", 404),
        target("/%25252e%25252e/secret.txt", 404),
        target("/..%5csecret.txt", 400),
        target("/..\\secret.txt", 400),
        target("/%5c..%5csecret.txt", 400),
        target("/..;/secret.txt", 400),
        target("/..;x=1/secret.txt", 400),
        target("/pub/..;/..;/secret.txt", 400),
        target("/%2e%2e;/secret.txt", 400),
        target("/%c0%ae%c0%ae/secret.txt", 400),
        target("/%c0%ae%c0%ae%c0%afsecret.txt", 400),
        target("/%e0%80%ae%e0%80%ae/secret.txt", 400),
        target("/%f0%80%80%ae/secret.txt", 400),
        target("/%u002e%u002e/secret.txt", 400),
        target("/\u00c0\u00ae\u00c0\u00ae/secret.txt", 400, 404),
        target("//secret.txt", 404),
        target("//..//secret.txt", 404),
        target("//../../secret.txt", 400),
        target("/.//../secret.txt", 404),
        target("/%2e//%2e%2e/%2e%2e/secret.txt", 400),
        target("/seed/../secret.txt", 404),
        target("/seed/%2e%2e/%2e%2e/secret.txt", 400),
        target("/seed/..%2f..%2fsecret.txt", 400),
        target("/seed//../../secret.txt", 404),
        target("/seed//../../../secret.txt", 400),
        target("http://localhost/../secret.txt", 400),
        target("file:///etc/passwd", 400),
        target("/..?torrent", 400),
        target("/%2e%2e/secret.txt?torrent", 400),
        target("/../secret.txt?torrent", 400));
  }

  static Stream<Case> oddTargets() {
    return Stream.of(
        target("/pub/../pub/small.txt", 200),
        target("/./pub/./small.txt", 200),
        target("/pub/small%2Etxt", 200),
        target("/pub/%73mall.txt", 200),
        target("/pub/percent%252e.txt", 200),
        target("/pub/percent%2e.txt", 404),
        target("/pub/list%20[1]%20{a|b}^.txt", 200),
        target("/pub/list%20%5B1%5D%20%7Ba%7Cb%7D%5E.txt", 200),
        target("/pub/%C3%BC.txt", 200),
        target(new String("/pub/ü.txt".getBytes(UTF_8), ISO_8859_1), 200),
        target("/pub/small.txt;v=1", 404),
        target("/pub;v=1/small.txt", 404),
        target("/pub/semi;colon.txt", 200),
        target("/pub/semi%3Bcolon.txt", 200),
        target("/pub/../pub/semi;colon.txt", 200),
        target("/pub%2Fsmall.txt", 400),
        target("/pub%5Csmall.txt", 400),
        target("/pub\\small.txt", 400),
        target("//pub/small.txt", 200),
        target("/pub//small.txt", 200),
        target("///pub///small.txt", 200),
        target("/pub/%2E/small.txt", 200),
        target("/none/%2e%2E/pub/small.txt", 200),
        target("//pub//semi;colon.txt", 200),
        target("/pub//small.txt//", 404),
        target("//", 200),
        target("/pub//", 200),
        target("http://localhost//pub//small.txt", 200),
        target("/pub/small.txt/", 404),
        target("/pub/small.txt/.", 404),
        target("/pub/small.txt/..", 200, 404),
        target("/pub/small.txt/more", 404),
        target("/pub/small.txt%00", 400),
        target("/pub/small.txt%00.html", 400),
        target("/%00", 400),
        target("/pub/%01", 400),
        target("/pub/%0d%0aSet-Cookie:%20a=b", 400),
        target("/pub/%7f", 400),
        target("/pub/\u0001", 400),
        target("/pub/\u007f", 400),
        target("/pub/%ff", 400),
        target("/pub/%c3", 400),
        target("/pub/\u00ff", 400, 404),
        target("/pub/%ed%a0%80", 400),
        target("/%", 400),
        target("/%2", 400),
        target("/%zz", 400),
        target("/pub/small.txt#part", 400),
        target("/pub/small.txt?a#b", 400),
        target("pub/small.txt", 400),
        target("", 400, 505),
        target("*", 400),
        target("/a b", 400, 505),
        target("http://", 200, 400),
        target("http://[::1", 400),
        target("http://localhost:99999999/pub/small.txt", 400),
        target("http://elsewhere.example" + SMALL, 200),
        target("http://localhost:" + SMALL, 200),
        target("HTTP://elsewhere.example" + SMALL, 200),
        target("http://user@elsewhere.example" + SMALL, 400),
        target("ftp://localhost" + SMALL, 400),
        target(SMALL + "?%00", 200),
        target(SMALL + "?torrent=%00", 200),
        target(SMALL + "?%ff%c0%af", 200),
        target(SMALL + "?torrent&torrent&magnet&meta4", 200, 302),
        target(SMALL + "?" + "a&".repeat(3000), 200),
        target("/" + "a".repeat(255), 404),
        target("/" + "a".repeat(300), 404),
        target("/" + "a/".repeat(4000), 404),
        target("/" + "%61".repeat(3000), 404),
        target("/" + "a".repeat(64 * 1024), 414),
        target(SMALL + "?" + "a".repeat(64 * 1024), 414));
  }

  static Stream<Case> heads() {
    return Stream.of(
        field("X: " + "a".repeat(64 * 1024), 431),
        field("X".repeat(64 * 1024) + ": a", 431),
        field("X: a\r\n".repeat(10_000) + "X: a", 431),
        field("Cookie: " + "a=b; ".repeat(2000), 200),
        field("no colon", 400),
        field(": no name", 400),
        field("X : a", 400),
        field(" X: folded", 400),
        field("X: a\r\n b", 400),
        field("X: a\u0000b", 400),
        field("X: a\rb", 400),
        field("X\u0000: a", 400),
        field("X\u00e9: a", 400),
        field("X: \u00ff\u00fe", 200, 400),
        field("Host: elsewhere", 400),
        of("no Host", "GET " + SMALL + " HTTP/1.1\r\n\r\n", 400),
        of("empty Host", "GET " + SMALL + " HTTP/1.1\r\nHost:\r\n\r\n", 200, 400),
        of("no port", "GET " + SMALL + " HTTP/1.1\r\nHost: localhost:\r\n\r\n", 200),
        of("no port of IPv6", "GET " + SMALL + " HTTP/1.1\r\nHost: [::1]:\r\n\r\n", 200),
        of("no host", "GET " + SMALL + " HTTP/1.1\r\nHost: :80\r\n\r\n", 400),
        of("long port", "GET " + SMALL + " HTTP/1.1\r\nHost: a:99999\r\n\r\n", 400),
        of("two ports", "GET " + SMALL + " HTTP/1.1\r\nHost: a:80:80\r\n\r\n", 400),
        of("named port", "GET " + SMALL + " HTTP/1.1\r\nHost: a:http\r\n\r\n", 400),
        of("a path as Host", "GET " + SMALL + " HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        of("odd Host", "GET " + SMALL + " HTTP/1.1\r\nHost: a b/../@:x\r\n\r\n", 400),
        of("long Host", "GET / HTTP/1.1\r\nHost: " + "a".repeat(64 * 1024) + "\r\n\r\n", 431),
        field("Content-Length: 1\r\nContent-Length: 2", 400),
        field("Content-Length: 1, 2", 400),
        field("Content-Length: -1", 400),
        field("Content-Length: +1", 400),
        field("Content-Length: 0x1", 400),
        field("Content-Length: 99999999999999999999", 400, 413),
        field("Content-Length: 3\r\nTransfer-Encoding: chunked", 400),
        field("Transfer-Encoding: gzip", 400, 501),
        field("Transfer-Encoding: chunked, identity", 400, 501),
        field("Transfer-Encoding: xchunked", 400, 501),
        field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400, 501),
        field("Transfer-Encoding : chunked", 400),
        field("Expect: something-else", 200, 417),
        field("Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAAA", 200),
        field("Connection: close, close, keep-alive", 200),
        field("Accept: ;;;q=,,/", 200),
        field("Accept: " + "a/b;q=0.5,".repeat(1500), 200),
        field("Accept: application/x-bittorrent;q=NaN", 200),
        field("Accept-Encoding: " + ",".repeat(15_000), 200),
        field("Accept-Encoding: torrent;q=9999999999999999999999", 200),
        field("If-None-Match: " + "\"".repeat(15_000), 200),
        field("If-Modified-Since: Thu, 99 Foo 99999 99:99:99 GMT", 200),
        field("If-Match: \"", 200, 412),
        of("HTTP/0.9", "GET " + SMALL + "\r\n\r\n", 400, 505),
        of("HTTP/2.0", "GET " + SMALL + " HTTP/2.0\r\n\r\n", 400, 426, 505),
        of("HTTP/9.9", "GET " + SMALL + " HTTP/9.9\r\nHost: a\r\n\r\n", 400, 505),
        of("HTTP/1.10", "GET " + SMALL + " HTTP/1.10\r\nHost: a\r\n\r\n", 400, 505),
        of("no version", "GET " + SMALL + " \r\nHost: a\r\n\r\n", 400, 505),
        of("http/1.1", "GET " + SMALL + " http/1.1\r\nHost: a\r\n\r\n", 200, 400, 505),
        of("bare LF", "GET " + SMALL + " HTTP/1.1\nHost: a\n\n", 200, 400),
        of("a method in small letters", request("get", SMALL), 400, 405, 501),
        of("an unknown method", request("BREW", SMALL), 405, 501),
        of("an unknown method elsewhere", request("BREW", "/none"), 404, 405, 501),
        of("a method of 20,000 letters", request("A".repeat(20_000), SMALL), 400, 414, 431, 501),
        of("TRACE", request("TRACE", SMALL), 400, 404, 405, 501),
        of("CONNECT", request("CONNECT", "localhost:80"), 400, 404, 405, 501),
        of("OPTIONS *", request("OPTIONS", "*"), 200, 204, 400, 404),
        of("PRI", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 426, 505),
        of(
            "a TLS hello",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            400),
        of("zeros", "\u0000".repeat(100), 400),
        of("empty lines", "\r\n".repeat(20_000), 400, 431));
  }

  static Stream<Case> ranges() {
    String many =
        IntStream.range(0, 1000).mapToObj(i -> i + "-" + i).collect(Collectors.joining(","));
    String over = IntStream.range(0, 1000).mapToObj(i -> "0-").collect(Collectors.joining(","));
    return Stream.of(
        field("Range: bytes=" + many, 200, 206, 416),
        field("Range: bytes=" + over, 200, 206, 416),
        field("Range: bytes=0-9223372036854775807", 206),
        field("Range: bytes=0-9223372036854775808", 206),
        field("Range: bytes=0-99999999999999999999999999", 206),
        field("Range: bytes=9223372036854775807-", 416),
        field("Range: bytes=9223372036854775808-9223372036854775809", 416),
        field("Range: bytes=-9223372036854775808", 206),
        field("Range: bytes=-0", 416),
        field("Range: bytes=5-2", 200),
        field("Range: bytes=--1", 200),
        field("Range: bytes=0x0-0x1", 200),
        field("Range: bytes=\u0661-\u0662", 200),
        field("Range: bytes=", 200),
        field("Range: bytes", 200),
        field("Range: lines=0-1", 200),
        field("Range: bytes=0-0\r\nRange: bytes=1-1", 200, 206, 400),
        field("Range: bytes=" + ",".repeat(15_000) + "0-0", 200, 206));
  }

  static Stream<Case> bodies() {
    String hidden = get("/none");
    return Stream.of(
        of("GET", get(SMALL, "Content-Length: 5") + "hello", 200),
        of(
            "GET with a request as body",
            get(SMALL, "Content-Length: " + hidden.length()) + hidden,
            200),
        of(
            "GET in chunks",
            get(SMALL, "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n",
            200),
        of(
            "GET in chunks with a request as trailer",
            get(SMALL, "Transfer-Encoding: chunked") + "0\r\nX: " + "a".repeat(100) + "\r\n\r\n",
            200),
        of(
            "GET in broken chunks",
            get(SMALL, "Transfer-Encoding: chunked") + "zz\r\nhello\r\n",
            200,
            400),
        of(
            "GET with a chunk of 2^64",
            get(SMALL, "Transfer-Encoding: chunked") + "10000000000000005\r\nhello\r\n",
            200,
            400),
        of("GET, awaiting 100", get(SMALL, "Content-Length: 5", "Expect: 100-continue"), 200, 417),
        of("HEAD", request("HEAD", SMALL, "Content-Length: 5") + "hello", 200),
        of("POST", request("POST", SMALL, "Content-Length: 5") + "hello", 405),
        of("POST elsewhere", request("POST", "/none", "Content-Length: 5") + "hello", 404, 405),
        of(
            "POST of 4 MB",
            request("POST", SMALL, "Content-Length: 4000000") + "a".repeat(4_000_000),
            405),
        of("PUT without end", request("PUT", SMALL, "Content-Length: 4000000") + "a", 405),
        of("GET announce", get("/announce?x", "Content-Length: 5") + "hello", 200));
  }
}
