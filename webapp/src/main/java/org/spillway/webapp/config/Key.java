package org.spillway.webapp.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key of the configuration, with its default as it would be written. */
public enum Key {
  PUBLIC_URL(
      "public-url",
      "",
      "URL of the content's root as the world sees it; default: http at the first address of this"
          + " machine that others can reach, or at the address or name of it that a client asked"),
  STATE_DIR(
      "state-dir",
      "",
      "where hashes are kept; default $XDG_STATE_HOME/spillway or ~/.local/state/spillway"),
  CONTENT_ROOT(
      "content.root",
      "",
      "what is offered: a folder's world-readable files, or s3://BUCKET[/PREFIX]"),
  CONTENT_INCLUDE("content.include", "**", "globs of the files that are offered, such as **/*.iso"),
  CONTENT_EXCLUDE(
      "content.exclude", "", "globs of files and folders that are not offered nevertheless"),
  CONTENT_MIRRORS(
      "content.mirrors",
      "",
      "URLs of other places of the content's root, each with pri=1..999999 and geo=xx if wanted"),
  S3_ENDPOINT("s3.endpoint", "", "URL of the S3-compatible service; default: Amazon's"),
  S3_REGION(
      "s3.region",
      "",
      "region of the bucket; default: us-east-1 with s3.endpoint, else the AWS SDK's"),
  S3_PATH_STYLE(
      "s3.path-style",
      "",
      "whether the bucket goes into the path, not the host; default: true with s3.endpoint"),
  S3_ANONYMOUS(
      "s3.anonymous",
      "false",
      "whether to list and read without credentials; else the AWS SDK's default chain"),
  S3_CACHE_SIZE(
      "s3.cache-size", "10GiB", "limit of the pieces of objects kept below state-dir; from 16MiB"),
  CATALOG_FORMAT("catalog.format", "v1", "v1, hybrid or v2 torrents (BEP 52)"),
  CATALOG_WAIT("catalog.wait", "10s", "how long ?torrent waits for hashing before it answers 503"),
  CATALOG_RECHECK("catalog.recheck", "60s", "how often the whole tree is looked at again"),
  CATALOG_CONFIRM_EMPTY(
      "catalog.confirm-empty",
      "false",
      "whether a content.root in which nothing is left was emptied on purpose; otherwise that is an"
          + " outage, in which torrents and DNS records stay as they are"),
  CATALOG_HASH_THREADS(
      "catalog.hash-threads", "0", "files hashed at a time; 0 = one for each processor"),
  HTTP_ENABLED("http.enabled", "true", "whether to serve HTTP; without it public-url must be set"),
  HTTP_HOST("http.host", "0.0.0.0", "address the HTTP server listens on"),
  HTTP_PORT("http.port", "8080", "port of the HTTP server; 0 takes a free one"),
  HTTP_TLS_PORT("http.tls-port", "", "port of HTTPS and HTTP/2; 0 takes a free one; default: none"),
  HTTP_TLS_CERTIFICATE(
      "http.tls-certificate", "", "PEM file: the certificate, then those that vouch for it"),
  HTTP_TLS_KEY("http.tls-key", "", "PEM file of its private key; both are reloaded on change"),
  HTTP_IDLE_TIMEOUT("http.idle-timeout", "30s", "connections silent for so long are closed"),
  HTTP_SEND_TIMEOUT(
      "http.send-timeout",
      "15m",
      "how long a client may take nothing of what is sent to it, as a paused player does, before"
          + " its connection is closed"),
  HTTP_TRUSTED_PROXIES(
      "http.trusted-proxies",
      "",
      "addresses and blocks (10.0.0.0/8) whose Forwarded and X-Forwarded-* fields count"),
  HTTP_PROXY_PROTOCOL(
      "http.proxy-protocol",
      "false",
      "whether http.trusted-proxies may say a client's address by the PROXY protocol, as balancers"
          + " of TCP do"),
  HTTP_H2C(
      "http.h2c",
      "false",
      "whether the HTTP port speaks HTTP/2, too, with clients that begin with it (h2c by prior"
          + " knowledge)"),
  HTTP_CORS_ORIGINS(
      "http.cors-origins", "*", "origins whose pages may read files and torrents; empty for none"),
  HTTP_SEED_PATH(
      "http.seed-path", "/seed", "path under which files are served without negotiation (BEP 19)"),
  HTTP_SEED_URLS(
      "http.seed-urls",
      "",
      "web-seed URLs of the content's root put into torrents; default: ourselves. One that ends in"
          + " /~ gets the version of each file behind it, as another Spillway's /seed/~ has it"),
  HTTP_INDEX("http.index", "true", "whether a folder without an index.html shows what is in it"),
  S3_HOST(
      "s3.host",
      "",
      "host whose subdomains are buckets to clients of S3; default: paths alone are"),
  S3_BUCKET(
      "s3.bucket",
      "",
      "bucket that is the content's root to clients of S3; each folder in it is one as well"),
  HTTP_MAX_TRANSFERS(
      "http.max-transfers", "0", "files sent at a time; over it, torrents or 503; 0 = no limit"),
  HTTP_MAX_TRANSFERS_PER_CLIENT(
      "http.max-transfers-per-client", "0", "to one IPv4 address or IPv6 /64; 0 = no limit"),
  HTTP_MAX_RATE(
      "http.max-rate",
      "0",
      "bytes a second, such as 50MB, that HTTP sends of files; a file that would wait for more than"
          + " a second for its turn does not begin, and gets a torrent or 503; 0 = no limit"),
  HTTP_MAX_RATE_PER_CLIENT(
      "http.max-rate-per-client",
      "0",
      "bytes a second that HTTP sends to one IPv4 address or IPv6 /64; 0 = no limit"),
  UPLOAD_MAX_RATE(
      "upload.max-rate",
      "0",
      "bytes a second, such as 6MB, that HTTP files, the web seed and peers get together; 0 = no"
          + " limit"),
  NEGOTIATION_MODE(
      "negotiation.mode",
      "always",
      "always, overload (when the http.max limits are reached) or off: when headers can select the"
          + " torrent"),
  NEGOTIATION_MIN_SIZE(
      "negotiation.min-size",
      "1MiB",
      "length from which on Accept-Encoding can select a file's torrent; shorter files are sent as"
          + " they are"),
  NEGOTIATION_SHOW_TYPES(
      "negotiation.show-types",
      "text/*, image/*, audio/*, video/*, font/*, application/pdf, application/json,"
          + " application/xml, application/xhtml+xml, application/javascript, application/wasm",
      "media types that browsers show: Accept-Encoding never selects the torrent of such a file"),
  NEGOTIATION_METALINK(
      "negotiation.metalink",
      "false",
      "whether Accept can select the Metalink document; ?meta4 always does"),
  NEGOTIATION_REDIRECT(
      "negotiation.redirect",
      "false",
      "whether plain requests for a file are sent to its best mirror, with 302"),
  SEEDER_ENABLED("seeder.enabled", "true", "whether to serve BitTorrent peers"),
  SEEDER_HOST("seeder.host", "0.0.0.0", "address the seeder listens on"),
  SEEDER_PORT("seeder.port", "6881", "TCP and UDP port of the seeder; 0 takes a free one"),
  SEEDER_UTP("seeder.utp", "false", "whether the seeder speaks uTP (BEP 29, over UDP) beside TCP"),
  SEEDER_PUBLIC_HOST(
      "seeder.public-host",
      "",
      "host under which peers reach the seeder; default: that of public-url, else every address of"
          + " this machine that it listens on"),
  SEEDER_MAX_CONNECTIONS("seeder.max-connections", "2000", "peers connected at a time"),
  SEEDER_MAX_CONNECTIONS_PER_ADDRESS(
      "seeder.max-connections-per-address", "100", "of one IPv4 address or IPv6 /64"),
  SEEDER_IDLE_TIMEOUT(
      "seeder.idle-timeout", "5m", "how long a peer may be silent before its connection is closed"),
  SEEDER_MAX_RATE(
      "seeder.max-rate", "0", "bytes a second that all peers get together; 0 = no limit"),
  SEEDER_MAX_RATE_PER_TORRENT(
      "seeder.max-rate-per-torrent",
      "0",
      "bytes a second that the peers of one torrent get together; 0 = no limit"),
  SEEDER_MAX_RATE_PER_PEER(
      "seeder.max-rate-per-peer", "0", "bytes a second that one peer gets; 0 = no limit"),
  SEEDER_UPLOAD_SLOTS(
      "seeder.upload-slots",
      "0",
      "peers that may download at a time; 0 = as many as the rate fills with 64 KiB/s each"),
  SEEDER_CHOKER(
      "seeder.choker",
      "round-robin",
      "round-robin or fastest: which peers keep their upload slot while others wait for one"),
  UPLOAD_GOAL(
      "upload.goal",
      "fast",
      "fast sends at the full rate as long as a peer lacks a piece; thrifty leaves to the swarm"
          + " what the swarm has"),
  UPLOAD_GRACE(
      "upload.grace",
      "0s",
      "how long a server that is told to stop goes on while a swarm lacks a piece that only it"
          + " has"),
  UPLOAD_COPIES(
      "upload.copies",
      "1",
      "copies of a piece in the swarm from which on a thrifty server does not offer it"),
  TRACKER_ENABLED(
      "tracker.enabled",
      "true",
      "whether to track our torrents, over HTTP and WebSocket at /announce and over UDP"),
  TRACKER_HOST("tracker.host", "0.0.0.0", "address the UDP tracker listens on"),
  TRACKER_UDP_PORT("tracker.udp-port", "6969", "port of the UDP tracker; 0 takes a free one"),
  TRACKER_PUBLIC_URLS(
      "tracker.public-urls",
      "",
      "announce URLs put into torrents; default: ourselves, HTTP, UDP and WebSocket"),
  TRACKER_POLICY("tracker.policy", "ours", "ours or open: which torrents are tracked"),
  TRACKER_MAX_PEERS_PER_ADDRESS(
      "tracker.max-peers-per-address",
      "1000",
      "peers that one IPv4 address or IPv6 /64 may have in a swarm; 0 = no limit"),
  TRACKER_INTERVAL("tracker.interval", "30m", "how often peers are asked to announce themselves"),
  TRACKER_MIN_INTERVAL(
      "tracker.min-interval",
      "",
      "how often they may do so at most; default: 1m, or tracker.interval if that is shorter"),
  TRACKER_PEER_TIMEOUT(
      "tracker.peer-timeout",
      "",
      "how long a peer is remembered that is silent; default: 1.5 times tracker.interval"),
  TRACKER_NUM_WANT(
      "tracker.num-want", "50", "peers given to a client that does not say how many it wants"),
  TRACKER_MAX_NUM_WANT("tracker.max-num-want", "200", "peers given to a client at most"),
  TRACKER_STORE("tracker.store", "memory:", "where swarms are kept"),
  TRACKER_WEBSOCKET_ENABLED(
      "tracker.websocket.enabled", "true", "whether browsers are tracked over WebSocket"),
  TRACKER_WEBSOCKET_MAX_SOCKETS(
      "tracker.websocket.max-sockets", "20000", "WebSockets open at a time; about 4 KB each"),
  TRACKER_WEBSOCKET_MAX_SOCKETS_PER_ADDRESS(
      "tracker.websocket.max-sockets-per-address", "1000", "of one IPv4 address or IPv6 /64"),
  DNS_ENABLED("dns.enabled", "true", "whether to answer for _torrent.HOST"),
  DNS_HOST(
      "dns.host",
      "0.0.0.0",
      "addresses the name server listens on; of several, name those that are delegated"),
  DNS_PORT("dns.port", "5300", "UDP and TCP port of the name server; 0 takes a free one"),
  DNS_DOH(
      "dns.doh", "true", "whether the HTTP server answers DNS queries at /dns-query (RFC 8484)"),
  DNS_ZONE(
      "dns.zone",
      "",
      "hosts whose _torrent zone is served, *.HOST for all below one; default: that of public-url,"
          + " else localhost and the address that stands in for public-url"),
  DNS_NAME_SERVERS(
      "dns.name-servers", "", "names of the zones' servers, the primary first; default ns.HOST"),
  DNS_TTL("dns.ttl", "5m", "time to live of the records"),
  DNS_TCP_CONNECTIONS("dns.tcp-connections", "1000", "open at a time; more are closed at once"),
  DNS_TCP_CONNECTIONS_PER_CLIENT(
      "dns.tcp-connections-per-client", "100", "of these, how many one address may have"),
  DNS_TCP_IDLE("dns.tcp-idle", "10s", "how long a TCP connection may ask nothing"),
  DNS_VERSION("dns.version", "", "what version.bind is answered with; empty: refused"),
  DNS_COOKIE_SECRETS(
      "dns.cookie-secrets",
      "",
      "32 hex digits, the same for all servers of a zone, and the ones before; empty: own ones"),
  DNS_RATE_LIMIT(
      "dns.rate-limit",
      "200",
      "UDP answers a second for a network whose clients show no cookie; 0: no limit"),
  DNS_RATE_SLIP(
      "dns.rate-slip", "2", "every so manieth answer over the limit is sent truncated; 0: none"),
  DNS_RATE_PREFIX_V4("dns.rate-prefix-v4", "24", "bits of an IPv4 address that make a network"),
  DNS_RATE_PREFIX_V6("dns.rate-prefix-v6", "56", "bits of an IPv6 address that make a network"),
  DNS_RATE_EXEMPT("dns.rate-exempt", "127.0.0.0/8, ::1", "addresses and blocks without a limit"),
  DNS_MAX_TORRENT(
      "dns.max-torrent",
      "1000000",
      "larger .torrent files, in bytes, become magnet links in DNS; those over 44000 are split"),
  DNS_PROFILE("dns.profile", "default", "portable keeps records as small as hosted DNS wants them"),
  DNS_TRANSFER(
      "dns.transfer",
      "",
      "who may fetch the zones (AXFR, IXFR): addresses, blocks, key:NAME, or 192.0.2.1+key:NAME for"
          + " both; default: nobody"),
  DNS_TSIG_KEYS(
      "dns.tsig-keys", "", "keys shared with other name servers: NAME:hmac-sha256:BASE64"),
  DNS_NOTIFY(
      "dns.notify",
      "",
      "name servers told when the zones change: HOST or HOST:PORT, with +key:NAME to sign"),
  DNS_DNSSEC(
      "dns.dnssec",
      "false",
      "whether the zones are signed, with keys kept in state-dir; zone --ds prints their DS"),
  DNS_DNSSEC_SIGNING_KEY(
      "dns.dnssec-signing-key",
      "",
      "where a zone has two keys, the tag of the one that signs; the other one is only published"),
  DNS_SIGN(
      "dns.sign",
      "true",
      "whether the torrents in DNS are signed with the key of http.tls-key, where there is one"),
  DNS_UPDATE(
      "dns.update",
      "",
      "primaries that get the records by dynamic updates: HOST+key:NAME or HOST:PORT+key:NAME"),
  DNS_UPDATE_ZONE(
      "dns.update-zone",
      "",
      "their zone that holds _torrent.HOST, such as example.org; default: _torrent.HOST");

  private static final String ENVIRONMENT_PREFIX = "SPILLWAY_";

  private final String text;
  private final String byDefault;
  private final String description;

  Key(String text, String byDefault, String description) {
    this.text = text;
    this.byDefault = byDefault;
    this.description = description;
  }

  static Optional<Key> of(String text) {
    return Stream.of(values()).filter(key -> key.text.equals(text)).findFirst();
  }

  static Optional<Key> ofVariable(String variable) {
    return Stream.of(values()).filter(key -> key.variable().equals(variable)).findFirst();
  }

  static boolean isOurVariable(String variable) {
    return variable.startsWith(ENVIRONMENT_PREFIX);
  }

  /** The name of its environment variable: {@code SPILLWAY_HTTP_PORT}. */
  String variable() {
    return ENVIRONMENT_PREFIX + text.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  public String byDefault() {
    return byDefault;
  }

  public String description() {
    return description;
  }

  /** As it stands in YAML and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
