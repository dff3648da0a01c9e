package org.spillway.negotiation.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spillway.catalog.Catalog;
import org.spillway.negotiation.s3.KeyWalk.Step;

/**
 * Lists a part of a bucket: keys, and what they begin with up to a delimiter in their place. A
 * folder that is passed over for a delimiter is shown though there may be nothing in it, as looking
 * into each would cost too much.
 */
final class S3Listing {
  /** The number of entries in one answer, as in S3. */
  static final int MOST = 1000;

  /**
   * The number of pages of folders that one request may read, which takes some seconds; another
   * request continues the listing.
   */
  static final int MOST_PAGES = 5000;

  /**
   * @param next the key or common prefix to go on after; empty if the listing is at its end
   * @param looks the number of entries of folders that were looked at
   */
  record Result(List<Step.File> files, List<String> commonPrefixes, String next, int looks) {
    Result {
      files = List.copyOf(files);
      commonPrefixes = List.copyOf(commonPrefixes);
    }

    boolean isTruncated() {
      return !next.isEmpty();
    }

    int size() {
      return files.size() + commonPrefixes.size();
    }
  }

  private final Catalog catalog;
  private final String bucket;
  private final S3ListQuery query;
  private final int mostPages;
  private final List<Step.File> files = new ArrayList<>();
  private final List<String> commonPrefixes = new ArrayList<>();
  private KeyWalk walk;
  private int pages;
  private int looks;

  /** The greatest key or common prefix that was looked at. */
  private String last;

  private S3Listing(Catalog catalog, String bucket, S3ListQuery query, int mostPages)
      throws IOException {
    this.catalog = catalog;
    this.bucket = bucket;
    this.query = query;
    this.mostPages = mostPages;
    this.last = query.after();
    this.walk = walkAfter(last);
  }

  /**
   * @param bucket a folder of the catalog, begins and ends with a slash
   * @throws IOException if not all of it can be told
   */
  static Result of(Catalog catalog, String bucket, S3ListQuery query) throws IOException {
    return of(catalog, bucket, query, MOST_PAGES);
  }

  static Result of(Catalog catalog, String bucket, S3ListQuery query, int mostPages)
      throws IOException {
    return query.most() == 0
        ? new Result(List.of(), List.of(), "", 0)
        : new S3Listing(catalog, bucket, query, mostPages).make();
  }

  private KeyWalk walkAfter(String key) throws IOException {
    int pageSize = Math.min(MOST, query.most() + 1);
    return new KeyWalk(catalog, bucket, query.prefix(), key, pageSize);
  }

  private Result make() throws IOException {
    var step = walk.next();
    while (step.isPresent()) {
      if (!take(step.get()) || pages + walk.pages() >= mostPages) {
        return result(last);
      }
      step = walk.next();
    }
    return result("");
  }

  private Result result(String next) {
    return new Result(files, commonPrefixes, next, looks + walk.looks());
  }

  /**
   * @return false if there is no room for it
   */
  private boolean take(Step step) throws IOException {
    if (step instanceof Step.Folder folder && walk.isOnTheWay(folder)) {
      // What was shown last may lie in it: only a look tells whether more does.
      walk.enter(folder);
      return true;
    }
    var common = commonPrefix(step.key());
    boolean isNew = common.map(prefix -> !prefix.equals(last)).orElse(step instanceof Step.File);
    if (isNew && files.size() + commonPrefixes.size() == query.most()) {
      return false;
    }
    if (common.isPresent()) {
      take(common.get(), isNew, step);
    } else if (step instanceof Step.Folder folder) {
      walk.enter(folder);
      last = step.key();
    } else {
      files.add((Step.File) step);
      last = step.key();
    }
    return true;
  }

  /** Passes over all that begins with it; a folder need not be entered for that. */
  private void take(String commonPrefix, boolean isNew, Step step) throws IOException {
    if (isNew) {
      commonPrefixes.add(commonPrefix);
    }
    last = commonPrefix;
    if (!step.key().equals(commonPrefix) || step instanceof Step.File) {
      pages += walk.pages();
      looks += walk.looks();
      walk = walkAfter(commonPrefix + KeyWalk.LAST);
    }
  }

  private Optional<String> commonPrefix(String key) {
    String delimiter = query.delimiter();
    int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, query.prefix().length());
    return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + delimiter.length()));
  }
}
