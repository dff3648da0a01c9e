package org.spillway.negotiation.s3;

import java.time.Instant;
import java.util.List;
import org.spillway.negotiation.answers.Validators;
import org.spillway.negotiation.documents.Xml;
import org.spillway.negotiation.s3.KeyWalk.Step;

/** Writes the XML documents in which S3 lists buckets and objects. */
final class S3Xml {
  private static final String XMLNS = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
  private static final String OWNER =
      "<Owner><ID>spillway</ID><DisplayName>spillway</DisplayName></Owner>";

  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  private S3Xml() {}

  /** Writes the result of ListObjectsV2 or ListObjects, whichever the query is. */
  static String objects(String bucket, S3ListQuery query, S3Listing.Result result) {
    var xml = new S3Xml();
    xml.text.append("<ListBucketResult").append(XMLNS);
    xml.element("Name", bucket).element("Prefix", query.shown(query.prefix()));
    xml.positions(query, result);
    xml.element("MaxKeys", Integer.toString(query.most()));
    xml.elementIf("Delimiter", query.shown(query.delimiter()));
    xml.elementIf("EncodingType", query.encodes() ? "url" : "");
    xml.element("IsTruncated", Boolean.toString(result.isTruncated()));
    boolean withOwner = !query.isSecond() || query.query().get("fetch-owner").equals("true");
    result.files().forEach(file -> xml.contents(query, file, withOwner));
    result.commonPrefixes().forEach(prefix -> xml.commonPrefix(query.shown(prefix)));
    return xml.text.append("</ListBucketResult>").toString();
  }

  /** Writes where this part begins, and where the next one does. */
  private void positions(S3ListQuery query, S3Listing.Result result) {
    if (query.isSecond()) {
      elementIf("StartAfter", query.shown(query.query().get("start-after")));
      elementIf("ContinuationToken", query.query().get("continuation-token"));
      elementIf("NextContinuationToken", S3ListQuery.token(result.next()));
      element("KeyCount", Integer.toString(result.size()));
    } else {
      element("Marker", query.shown(query.after()));
      elementIf("NextMarker", query.shown(result.next()));
    }
  }

  /**
   * Writes one object. Its time is in whole seconds, as in the answer to HEAD, because {@code aws
   * s3 sync} compares the two.
   */
  private void contents(S3ListQuery query, Step.File file, boolean withOwner) {
    var offer = file.offer();
    var validators = Validators.of(offer);
    text.append("<Contents>");
    element("Key", query.shown(file.key()));
    validators.lastModified().ifPresent(time -> element("LastModified", time(time)));
    element("ETag", validators.etag());
    element("Size", Long.toString(offer.length()));
    text.append(withOwner ? OWNER : "");
    element("StorageClass", "STANDARD");
    text.append("</Contents>");
  }

  private void commonPrefix(String prefix) {
    text.append("<CommonPrefixes>");
    element("Prefix", prefix);
    text.append("</CommonPrefixes>");
  }

  private static String time(Instant time) {
    return time.toString().replace("Z", ".000Z");
  }

  /**
   * Writes the result of ListBuckets. The time at which a folder was made is not known, but clients
   * want to show one.
   *
   * @param next the bucket to go on after; empty if these are the last ones
   */
  static String buckets(List<String> buckets, String prefix, String next) {
    var xml = new S3Xml();
    xml.text.append("<ListAllMyBucketsResult").append(XMLNS).append(OWNER).append("<Buckets>");
    for (String bucket : buckets) {
      xml.text.append("<Bucket>");
      xml.element("Name", bucket).element("CreationDate", time(Instant.EPOCH));
      xml.text.append("</Bucket>");
    }
    xml.text.append("</Buckets>");
    xml.elementIf("Prefix", prefix);
    xml.elementIf("ContinuationToken", S3ListQuery.token(next));
    return xml.text.append("</ListAllMyBucketsResult>").toString();
  }

  /** Writes the result of GetBucketLocation: no text stands for us-east-1. */
  static String location() {
    var xml = new S3Xml();
    return xml.text
        .append("<LocationConstraint")
        .append(XMLNS)
        .append("</LocationConstraint>")
        .toString();
  }

  private S3Xml element(String name, String value) {
    text.append('<').append(name).append('>').append(Xml.escape(value));
    text.append("</").append(name).append('>');
    return this;
  }

  private void elementIf(String name, String value) {
    if (!value.isEmpty()) {
      element(name, value);
    }
  }
}
