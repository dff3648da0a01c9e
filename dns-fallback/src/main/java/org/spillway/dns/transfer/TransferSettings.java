package org.spillway.dns.transfer;

import java.util.List;
import org.spillway.dns.tsig.TsigKey;
import org.xbill.DNS.Name;

/**
 * Says which name servers may transfer the zones, and which are told of changes.
 *
 * @param allowed the rules that allow transfers; an empty list allows none
 * @param keys the keys with which requests may be signed
 * @param notified the name servers that are told when the zones change
 */
public record TransferSettings(
    List<TransferRule> allowed, List<TsigKey> keys, List<NotifyTarget> notified) {

  /** The settings that allow no transfers. */
  public static final TransferSettings NONE = new TransferSettings(List.of(), List.of(), List.of());

  public TransferSettings {
    allowed = List.copyOf(allowed);
    keys = List.copyOf(keys);
    notified = List.copyOf(notified);
    var names = keys.stream().map(TsigKey::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "keys must have names of their own, but are called " + names);
    }
    allowed.forEach(rule -> requireKey("allowed", rule.key(), names));
    notified.forEach(target -> requireKey("notified", target.key(), names));
  }

  private static void requireKey(String where, Name key, List<Name> names) {
    if (!key.equals(Name.root) && !names.contains(key)) {
      throw new IllegalArgumentException(
          where + " names the key " + key + ", which is not among the keys");
    }
  }

  /**
   * Reads rules, keys and targets from texts.
   *
   * @throws IllegalArgumentException if a text cannot be read; the message does not repeat the
   *     secret of a key
   */
  public static TransferSettings parse(
      List<String> allowed, List<String> keys, List<String> notified) {
    return new TransferSettings(
        allowed.stream().map(TransferRule::parse).toList(),
        keys.stream().map(TsigKey::parse).toList(),
        notified.stream().map(NotifyTarget::parse).toList());
  }
}
