package org.spillway.dns.transfer;

import java.util.List;
import java.util.function.Function;
import org.spillway.dns.tsig.TsigKey;
import org.xbill.DNS.Name;

/**
 * @param allowed who may have the zones; nobody if it is empty
 * @param keys that requests may be signed with
 * @param notified who is told when they change
 */
public record TransferSettings(
    List<TransferRule> allowed, List<TsigKey> keys, List<NotifyTarget> notified) {

  /** Nobody gets anything. */
  public static final TransferSettings NONE = new TransferSettings(List.of(), List.of(), List.of());

  public TransferSettings {
    allowed = List.copyOf(allowed);
    keys = List.copyOf(keys);
    notified = List.copyOf(notified);
    var names = keys.stream().map(TsigKey::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("dns.tsig-keys: names of their own, not " + names);
    }
    allowed.forEach(rule -> requireKey("dns.transfer", rule.key(), names));
    notified.forEach(target -> requireKey("dns.notify", target.key(), names));
  }

  private static void requireKey(String where, Name key, List<Name> names) {
    if (!key.equals(Name.root) && !names.contains(key)) {
      throw new IllegalArgumentException(where + ": dns.tsig-keys has no key " + key);
    }
  }

  /**
   * From the items of {@code dns.transfer}, {@code dns.tsig-keys} and {@code dns.notify}.
   *
   * @throws IllegalArgumentException if one is none; names the key of the configuration
   */
  public static TransferSettings parse(
      List<String> allowed, List<String> keys, List<String> notified) {
    return new TransferSettings(
        parse("dns.transfer", allowed, TransferRule::parse),
        parse("dns.tsig-keys", keys, TsigKey::parse),
        parse("dns.notify", notified, NotifyTarget::parse));
  }

  private static <T> List<T> parse(String where, List<String> texts, Function<String, T> parser) {
    try {
      return texts.stream().map(parser).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }
}
