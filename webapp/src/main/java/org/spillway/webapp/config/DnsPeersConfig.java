package org.spillway.webapp.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spillway.dns.transfer.NotifyTarget;
import org.spillway.dns.transfer.TransferRule;
import org.spillway.dns.transfer.TransferSettings;
import org.spillway.dns.tsig.KeyedText;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.dns.update.UpdateSettings;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The keys of other name servers: those that fetch the zones, and those that get the records.
 *
 * @param transfer the settings of transfers to secondaries
 * @param update the settings of updates at primaries
 */
record DnsPeersConfig(TransferSettings transfer, UpdateSettings update) {

  static final Key<List<TransferRule>> TRANSFER =
      Key.of(
          "dns.transfer",
          Kinds.list(
              Kinds.checked(
                  "an address, a block, key:NAME or ADDRESS+key:NAME",
                  TransferRule::parse,
                  String::valueOf)),
          List.of(),
          "name servers that may fetch the zones (AXFR, IXFR): addresses, blocks, key:NAME, or"
              + " 192.0.2.1+key:NAME for both; default: none");

  static final Key<List<TsigKey>> TSIG_KEYS =
      Key.of(
              "dns.tsig-keys",
              Kinds.list(
                  Kinds.checked(
                      "NAME:ALGORITHM:BASE64 such as ns2:hmac-sha256:c2VjcmV0",
                      TsigKey::parse,
                      String::valueOf)),
              TransferSettings.NONE.keys(),
              "keys shared with other name servers: NAME:hmac-sha256:BASE64")
          .secret();

  static final Key<List<NotifyTarget>> NOTIFY =
      Key.of(
          "dns.notify",
          Kinds.list(
              Kinds.checked(
                  "HOST or HOST:PORT, with +key:NAME to sign",
                  NotifyTarget::parse,
                  String::valueOf)),
          List.of(),
          "name servers that are told when the zones change: HOST or HOST:PORT, with +key:NAME to"
              + " sign");

  static final Key<List<String>> UPDATE =
      Key.of(
          "dns.update",
          Kinds.list(
              Kinds.checked(
                  "HOST+key:NAME or HOST:PORT+key:NAME", DnsPeersConfig::primary, text -> text)),
          List.of(),
          "primaries that get the records by dynamic updates: HOST+key:NAME or HOST:PORT+key:NAME");

  static final Key<String> UPDATE_ZONE =
      Key.optional(
          "dns.update-zone",
          Kinds.checked("a zone such as example.org", DnsPeersConfig::zone, text -> text),
          "zone of the primaries that holds _torrent.HOST, such as example.org; default:"
              + " _torrent.HOST");

  static final List<Key<?>> KEYS = List.of(TRANSFER, TSIG_KEYS, NOTIFY, UPDATE, UPDATE_ZONE);

  private static final DnsPeersConfig NONE =
      new DnsPeersConfig(TransferSettings.NONE, UpdateSettings.NONE);

  static DnsPeersConfig read(Reading reading, Path stateDir) {
    var keys = keys(reading);
    var transfers = reading.value(TRANSFER);
    var targets = reading.value(NOTIFY);
    var primaries = reading.value(UPDATE);
    boolean rules =
        areKnown(reading, TRANSFER, transfers.stream().map(TransferRule::key).toList(), keys);
    boolean notified =
        areKnown(reading, NOTIFY, targets.stream().map(NotifyTarget::key).toList(), keys);
    boolean updated =
        areKnown(reading, UPDATE, primaries.stream().map(DnsPeersConfig::key).toList(), keys);
    if (!rules || !notified || !updated) {
      return NONE;
    }
    return reading.make(
        List.of(UPDATE, TRANSFER, NOTIFY),
        () ->
            new DnsPeersConfig(
                new TransferSettings(transfers, keys, targets),
                UpdateSettings.parse(
                    primaries,
                    reading.given(UPDATE_ZONE).orElse(""),
                    keys,
                    stateDir.resolve("dns-update"))),
        NONE);
  }

  private static List<TsigKey> keys(Reading reading) {
    var keys = reading.value(TSIG_KEYS);
    long names = keys.stream().map(TsigKey::name).distinct().count();
    if (names < keys.size()) {
      reading.wrong(TSIG_KEYS, "two keys have the same name; give each a name of its own");
      return List.of();
    }
    return keys;
  }

  /** Returns whether there are keys of these names. Each missing one is a mistake. */
  private static boolean areKnown(
      Reading reading, Key<?> from, List<Name> names, List<TsigKey> keys) {
    var known = keys.stream().map(TsigKey::name).toList();
    boolean areKnown = true;
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals(Name.root) && !known.contains(names.get(i))) {
        areKnown = false;
        if (reading.areReadable(TSIG_KEYS)) {
          reading.wrong(from, i, "there is no key %s in %s".formatted(names.get(i), TSIG_KEYS));
        }
      }
    }
    return areKnown;
  }

  private static Name key(String primary) {
    return KeyedText.parse(primary).key();
  }

  /** Checks the form of a primary. Its key is looked up when all keys are known. */
  private static String primary(String text) {
    var parts = KeyedText.parse(text);
    if (!parts.hasKey()) {
      throw new IllegalArgumentException(text);
    }
    var unused = NotifyTarget.parse(text);
    return text;
  }

  private static String zone(String text) {
    try {
      var unused = Name.fromString(text.toLowerCase(Locale.ROOT), Name.root);
      return text;
    } catch (TextParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
