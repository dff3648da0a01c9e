package org.spillway.client.helper;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.spillway.client.Downloader;
import org.spillway.net.DaemonThreads;

/**
 * The downloads of one helper: some run, the others wait for their turn, in the order in which they
 * came. Unfinished downloads are taken over from the journal. Safe for use by many threads.
 */
final class Downloads implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Downloads.class.getName());

  /** The most downloads at a time: the list of all is one message, whose length browsers limit. */
  static final int MAX_DOWNLOADS = 100;

  /**
   * The longest time to stop in: browsers kill a host a few seconds after they have closed its
   * input.
   */
  private static final long PATIENCE_SECONDS = 4;

  private final HostSettings settings;
  private final DownloadJournal journal;
  private final ExecutorService executor;
  private final HelperDownload.Tools tools;
  private final Map<String, HelperDownload> downloads = new LinkedHashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private boolean closed;

  /**
   * @param listener is told of each change of each download; the changes of one download come in
   *     order
   * @throws IOException if the journal's folder cannot be created
   */
  Downloads(HostSettings settings, Consumer<DownloadState> listener) throws IOException {
    this.settings = settings;
    this.journal = DownloadJournal.in(settings.journal());
    this.executor =
        Executors.newFixedThreadPool(settings.parallel(), new DaemonThreads("helper-download"));
    this.tools =
        new HelperDownload.Tools(
            new Downloader(settings.client()), executor, listener, System::nanoTime);
  }

  /**
   * Starts a new download, which gets a free name in the folder.
   *
   * @throws MalformedRequestException if the id is taken or there are too many downloads
   * @throws IOException if the folder or the journal cannot be written to
   */
  void start(HelperRequest.Start request) throws IOException {
    HelperDownload started;
    synchronized (this) {
      makeRoom(request.id());
      var entry = claim(request.id());
      try {
        started = create(request, entry);
      } catch (IOException e) {
        entry.delete();
        throw e;
      }
      downloads.put(request.id(), started);
    }
    started.begin();
  }

  private HelperDownload create(HelperRequest.Start request, JournalEntry entry)
      throws IOException {
    var source = request.source();
    var target = FileNames.reserve(settings.folder(), source.name());
    var remembered = Remembered.anew(source, target);
    try {
      entry.create(remembered);
    } catch (IOException e) {
      Downloader.discard(target);
      throw e;
    }
    return new HelperDownload(request.id(), remembered, entry, tools);
  }

  /** Forgets the oldest download that has ended, if there are too many. */
  private void makeRoom(String id) throws MalformedRequestException {
    if (downloads.containsKey(id)) {
      throw new MalformedRequestException(id, "There is a download with this id already.");
    }
    if (downloads.size() >= MAX_DOWNLOADS) {
      var over = downloads.values().stream().filter(d -> d.state().phase().isOver()).findFirst();
      if (over.isEmpty()) {
        throw new MalformedRequestException(
            id,
            "There are %d unfinished downloads; cancel some or wait until some are done."
                .formatted(MAX_DOWNLOADS));
      }
      downloads.remove(over.get().state().id());
    }
  }

  private JournalEntry claim(String id) throws IOException {
    var entry = journal.claim(id);
    if (entry.isEmpty() || entry.get().read().isPresent()) {
      if (entry.isPresent()) {
        entry.get().close();
      }
      throw new MalformedRequestException(
          id, "A download with this id is unfinished from an earlier start of the browser.");
    }
    return entry.get();
  }

  /** Takes over the downloads in the journal that no other helper has claimed. */
  void adopt() {
    try {
      for (String id : journal.ids()) {
        adopt(id).ifPresent(HelperDownload::begin);
      }
    } catch (IOException e) {
      log.log(WARNING, "the journal of the downloads cannot be read: {0}", e.getMessage());
    }
  }

  private synchronized Optional<HelperDownload> adopt(String id) throws IOException {
    boolean full = downloads.size() >= MAX_DOWNLOADS;
    if (closed || full || downloads.containsKey(id) || unreadable.contains(id)) {
      return Optional.empty();
    }
    var entry = journal.claim(id);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    return adopt(id, entry.get());
  }

  private Optional<HelperDownload> adopt(String id, JournalEntry entry) throws IOException {
    try {
      var remembered = entry.read();
      if (remembered.isEmpty()) {
        entry.delete();
        return Optional.empty();
      }
      var download = new HelperDownload(id, remembered.get(), entry, tools);
      if (!remembered.get().phase().isOver()) {
        downloads.put(id, download);
      }
      return Optional.of(download);
    } catch (IOException e) {
      log.log(WARNING, "the download {0} in the journal is left out: {1}", id, e.getMessage());
      unreadable.add(id);
      entry.close();
      return Optional.empty();
    }
  }

  /** Returns the download, or empty if there is none or another helper has it. */
  synchronized Optional<HelperDownload> byId(String id) {
    return Optional.ofNullable(downloads.get(id));
  }

  /** Cancels a download, or takes a finished one off the list. */
  void cancel(HelperDownload download) {
    download.cancel();
    synchronized (this) {
      downloads.values().remove(download);
    }
  }

  /** Returns the states of the downloads in the order in which these came. */
  List<DownloadState> states() {
    return all().stream().map(HelperDownload::state).toList();
  }

  void publishChanges() {
    all().forEach(HelperDownload::publishIfChanged);
  }

  private synchronized List<HelperDownload> all() {
    return List.copyOf(downloads.values());
  }

  /** Stops all downloads, waits a few seconds for them, and keeps the unfinished ones. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    all().forEach(HelperDownload::halt);
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        log.log(WARNING, "a download did not stop within {0} s", PATIENCE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all().forEach(HelperDownload::release);
  }
}
