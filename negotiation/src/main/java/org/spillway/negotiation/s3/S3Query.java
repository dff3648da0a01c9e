package org.spillway.negotiation.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.spillway.negotiation.fields.RequestHead;

/**
 * The query of a request to S3.
 *
 * @param parameters decoded; of several with one name, the first
 */
record S3Query(Map<String, String> parameters) {
  /** The subresources that S3 has and this server does not support. */
  private static final Set<String> OTHERS =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "attributes",
          "cors",
          "delete",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "lifecycle",
          "logging",
          "metadataConfiguration",
          "metadataTable",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "rename",
          "renameObject",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "session",
          "tagging",
          "uploadId",
          "uploads",
          "versioning",
          "versions",
          "website");

  S3Query {
    parameters = Map.copyOf(parameters);
  }

  /**
   * @throws IllegalArgumentException if it is not percent-encoded as it should be; says where
   */
  static S3Query of(RequestHead request) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : request.query().split("&", -1)) {
      int end = part.indexOf('=');
      String value = end < 0 ? "" : decode(nameOf(part), part.substring(end + 1));
      parameters.putIfAbsent(nameOf(part), value);
    }
    return new S3Query(parameters);
  }

  private static String decode(String name, String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": a percent sign begins two hex digits", e);
    }
  }

  /** Returns the names of a query's parameters. */
  static Stream<String> names(String query) {
    return Arrays.stream(query.split("&", -1)).map(S3Query::nameOf);
  }

  private static String nameOf(String part) {
    int end = part.indexOf('=');
    return end < 0 ? part : part.substring(0, end);
  }

  /** Returns whether the query asks for something that is neither an object nor a listing. */
  static boolean isForOthers(String query) {
    return names(query).anyMatch(OTHERS::contains);
  }

  /** Returns the query without all other parameters. */
  S3Query only(Set<String> names) {
    Map<String, String> some = new HashMap<>(parameters);
    some.keySet().retainAll(names);
    return new S3Query(some);
  }

  boolean has(String name) {
    return parameters.containsKey(name);
  }

  /** Returns the decoded value of a parameter; empty if it is not there. */
  String get(String name) {
    return parameters.getOrDefault(name, "");
  }
}
