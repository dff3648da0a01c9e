package org.spillway.negotiation.s3;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.FolderEntry;
import org.spillway.catalog.FolderPage;
import org.spillway.catalog.source.PathKind;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.answers.KeptText;
import org.spillway.negotiation.answers.KeptTexts;
import org.spillway.negotiation.answers.UnavailableAnswer;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;

/**
 * Answers S3 operations on other things than objects: it lists buckets and their content, and tells
 * whether a bucket exists and in which region. Everything can be read and nothing written;
 * signatures are ignored, because everything is public.
 */
public final class S3Operations {
  private static final System.Logger log = System.getLogger(S3Operations.class.getName());

  /** The region, which most clients assume anyway. */
  private static final HeaderField REGION = new HeaderField("x-amz-bucket-region", "us-east-1");

  /** The number of buckets in one answer, as in S3; many clients cannot ask for more. */
  private static final int MOST_BUCKETS = 10_000;

  /**
   * The number of entries of the root that are read in one step, and of such steps for one answer.
   */
  private static final int PAGE = 1000;

  private static final int MOST_PAGES = 1000;
  private static final FolderPage NOTHING = new FolderPage(List.of(), false);

  private final Catalog catalog;
  private final KeptTexts texts;
  private final S3Paths names;
  private final boolean lists;

  /** What the text of a bucket's listing depends on. */
  private record ObjectsKey(String folder, String bucket, S3ListQuery query) {}

  private record BucketsKey(S3ListQuery query) {}

  /**
   * @param lists whether folders show what is in them
   */
  public S3Operations(Catalog catalog, KeptTexts texts, S3Paths names, boolean lists) {
    this.catalog = catalog;
    this.texts = texts;
    this.names = names;
    this.lists = lists;
  }

  /**
   * Returns why an S3 client cannot have what it asks for, or nothing if it reads or is no S3
   * client.
   */
  public static Optional<Answer> refusal(RequestHead request) {
    boolean reads =
        switch (request.method()) {
          case "GET", "HEAD" -> request.query().isEmpty() || !S3Query.isForOthers(request.query());
          case "OPTIONS" -> true;
          default -> false;
        };
    return reads || !S3Request.isFrom(request)
        ? Optional.empty()
        : Optional.of(
            Answer.error(
                501, "objects can be read and listed here, and no more", new HeaderFields()));
  }

  /**
   * Returns the answer for a path at which no file is offered.
   *
   * @return absent if it is no request of S3
   */
  public Optional<Answer> of(RequestHead request) {
    if (request.method().equals("OPTIONS") || !isForS3(request)) {
      return Optional.empty();
    }
    var name = names.name(request);
    var refusal = refusal(request);
    if (refusal.isPresent()) {
      return refusal.map(answer -> S3Answer.of(name, answer));
    }
    return Optional.of(name.bucket().isEmpty() ? buckets(request, name) : inBucket(request, name));
  }

  private boolean isForS3(RequestHead request) {
    if (S3Request.isFrom(request)) {
      return true;
    }
    var name = names.name(request);
    return request.method().equals("GET")
        && !name.bucket().isEmpty()
        && name.key().isEmpty()
        && S3Request.asksBucket(request);
  }

  private Answer inBucket(RequestHead request, S3Paths.Name name) {
    String folder = names.folder(request, name.bucket(), this::isSomewhere);
    if (catalog.isLost(folder)) {
      return S3Answer.of(name, UnavailableAnswer.content());
    }
    return switch (catalog.kindOf(folder)) {
      case NOTHING -> S3Answer.noSuchBucket(name);
      case DENIED -> denied(name, "this bucket is not public");
      case FOLDER -> name.key().isEmpty() ? bucket(request, name, folder) : noFile(name, folder);
    };
  }

  private boolean isSomewhere(String folder) {
    return catalog.kindOf(folder) != PathKind.NOTHING;
  }

  /** Answers for a key without a file; a folder is no key to S3. */
  private Answer noFile(S3Paths.Name name, String folder) {
    String path = folder + name.key();
    if (catalog.isLost(path)) {
      return S3Answer.of(name, UnavailableAnswer.content());
    }
    return catalog.kindOf(path) == PathKind.DENIED
        ? denied(name, "this path is not public")
        : S3Answer.of(
            name, Answer.error(404, "The specified key does not exist", new HeaderFields()));
  }

  private static Answer denied(S3Paths.Name name, String why) {
    return S3Answer.of(name, Answer.error(403, why, new HeaderFields()));
  }

  private Answer bucket(RequestHead request, S3Paths.Name name, String folder) {
    if (request.isHead()) {
      return S3Answer.document(name, Body.EMPTY, REGION);
    }
    try {
      var query = S3Query.of(request);
      return query.has("location")
          ? S3Answer.document(name, Body.of(S3Xml.location()), REGION)
          : objects(name, folder, S3ListQuery.of(query, "max-keys", S3Listing.MOST));
    } catch (IllegalArgumentException e) {
      return badRequest(name, e);
    }
  }

  private static Answer badRequest(S3Paths.Name name, IllegalArgumentException e) {
    return S3Answer.of(name, Answer.error(400, String.valueOf(e.getMessage()), new HeaderFields()));
  }

  private Answer objects(S3Paths.Name name, String folder, S3ListQuery query) {
    try {
      var key = new ObjectsKey(folder, name.bucket(), query);
      return lists
          ? texts
              .get(key, () -> objects(key))
              .map(text -> S3Answer.document(name, Body.of(text.bytes()), REGION))
              .orElseGet(() -> notListed(name))
          : notListed(name);
    } catch (IOException e) {
      log.log(DEBUG, () -> folder + ": not listed: " + e);
      return S3Answer.of(name, UnavailableAnswer.folder());
    }
  }

  private static Answer notListed(S3Paths.Name name) {
    return denied(name, "this bucket may not be listed");
  }

  private Optional<KeptText> objects(ObjectsKey key) throws IOException {
    if (catalog.list(key.folder, "", 1).isEmpty()) {
      return Optional.empty();
    }
    var result = S3Listing.of(catalog, key.folder, key.query);
    String xml = S3Xml.objects(key.bucket, key.query, result);
    return Optional.of(KeptText.of(xml, "", "", result.looks()));
  }

  private Answer buckets(RequestHead request, S3Paths.Name name) {
    if (!lists) {
      return denied(name, "the buckets may not be listed");
    }
    if (catalog.isLost("/")) {
      return S3Answer.of(name, UnavailableAnswer.content());
    }
    try {
      return buckets(name, S3ListQuery.of(S3Query.of(request), "max-buckets", MOST_BUCKETS));
    } catch (IllegalArgumentException e) {
      return badRequest(name, e);
    } catch (IOException e) {
      log.log(DEBUG, () -> "buckets: not listed: " + e);
      return S3Answer.of(name, UnavailableAnswer.folder());
    }
  }

  private Answer buckets(S3Paths.Name name, S3ListQuery query) throws IOException {
    var text = texts.get(new BucketsKey(query), () -> Optional.of(buckets(query)));
    return S3Answer.document(name, Body.of(text.orElseThrow().bytes()));
  }

  private KeptText buckets(S3ListQuery query) throws IOException {
    List<String> buckets = new ArrayList<>();
    String root = names.bucket();
    if (query.after().isEmpty() && !root.isEmpty() && !isSomewhere("/" + root + "/")) {
      add(root, query, buckets);
    }
    var walked = addFolders(query, buckets);
    String xml = S3Xml.buckets(buckets, query.prefix(), walked.next);
    return KeptText.of(xml, "", "", walked.looks);
  }

  /**
   * @param next the name to go on after; empty if all folders were looked at
   * @param looks the number of entries that were looked at
   */
  private record Walked(String next, int looks) {}

  private Walked addFolders(S3ListQuery query, List<String> buckets) throws IOException {
    String after = query.after();
    int looks = 0;
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      var page = catalog.list("/", after, PAGE).orElse(NOTHING);
      looks += page.entries().size();
      for (FolderEntry entry : page.entries()) {
        if (buckets.size() >= query.most()) {
          return new Walked(after, looks);
        }
        after = entry.name();
        if (entry instanceof FolderEntry.Folder) {
          add(after, query, buckets);
        }
      }
      if (!page.more()) {
        return new Walked("", looks);
      }
    }
    return new Walked(after, looks);
  }

  private static void add(String bucket, S3ListQuery query, List<String> buckets) {
    if (bucket.startsWith(query.prefix())) {
      buckets.add(bucket);
    }
  }
}
