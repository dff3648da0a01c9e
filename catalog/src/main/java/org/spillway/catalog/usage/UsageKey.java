package org.spillway.catalog.usage;

/**
 * The file, the delivery and the clients that are counted together.
 *
 * @param path that of the offer, or {@link SentBytes#OTHERS}
 * @param client the family of the client's software, such as {@code aria2}; one of a fixed list,
 *     never a word that a client has made up
 */
public record UsageKey(String path, Delivery delivery, String client) {}
