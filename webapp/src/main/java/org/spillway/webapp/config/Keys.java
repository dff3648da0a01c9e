package org.spillway.webapp.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of all parts of Spillway. */
public final class Keys {
  public static final KeyTable TABLE =
      new KeyTable(
          Stream.of(
                  SiteConfig.KEYS,
                  CatalogConfig.KEYS,
                  HttpConfig.KEYS,
                  NegotiationConfig.KEYS,
                  UploadConfig.KEYS,
                  SeederConfig.KEYS,
                  DiscoveryConfig.KEYS,
                  TrackerConfig.KEYS,
                  DnsConfig.KEYS,
                  AdminConfig.KEYS,
                  LogConfig.KEYS)
              .flatMap(List::stream)
              .toList());

  /** The keys in the order in which they are printed. Those of one section stand together. */
  public static final List<Key<?>> ALL = TABLE.keys();

  private Keys() {}

  public static Optional<Key<?>> of(String name) {
    return TABLE.find(name);
  }

  /** Returns the problem with a name that is no key, with the key that was probably meant. */
  public static String unknown(String name) {
    return TABLE.unknown(name);
  }
}
