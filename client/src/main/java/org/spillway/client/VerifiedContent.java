package org.spillway.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.store.CompleteFiles;
import org.spillway.client.store.PieceFiles;
import org.spillway.client.store.StorageException;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceHashes;

/**
 * The files on this machine that a torrent describes, compared with it piece by piece.
 *
 * @param path the file, or the folder of a torrent of several files
 * @param wrong the pieces that are missing or differ
 */
public record VerifiedContent(Path path, InfoDictionary info, BitSet wrong) {
  public VerifiedContent {
    wrong = (BitSet) wrong.clone();
  }

  /**
   * Reads every piece.
   *
   * @param path the file or folder, or the folder in which it has the torrent's name
   * @param progress told of each piece that is right
   * @throws DownloadException if something cannot be read, or if the torrent lacks hashes
   * @throws InterruptedException if the thread is interrupted before everything was looked at
   */
  public static VerifiedContent of(Path path, Metainfo torrent, Progress progress)
      throws DownloadException, InterruptedException {
    var info = torrent.info();
    Path content = find(path, info);
    var hashes =
        PieceHashes.of(torrent)
            .orElseThrow(
                () ->
                    new DownloadException(
                        Reason.PROTOCOL,
                        "the v2 torrent lacks its piece layers, which peers have"));
    var wrong = new BitSet();
    wrong.set(0, info.pieceCount());
    progress.started(String.valueOf(content.getFileName()), info.length());
    try {
      CompleteFiles.verify(
          content,
          info,
          hashes,
          piece -> {
            wrong.clear(piece);
            progress.received(Source.RESUMED, info.pieceSize(piece));
          });
    } catch (StorageException e) {
      throw failed(e);
    }
    return new VerifiedContent(content, info, wrong);
  }

  private static Path find(Path path, InfoDictionary info) throws DownloadException {
    Path named = path.resolve(PieceFiles.nameOf(info.name()));
    boolean isParent =
        Files.isDirectory(path) && !PieceFiles.fits(path, info) && Files.exists(named);
    Path content = isParent ? named : path;
    if (!Files.exists(content) || Files.isDirectory(content) == info.isSingleFile()) {
      String expected = info.isSingleFile() ? "a file" : "a folder";
      throw new DownloadException(
          Reason.FILE, content + ": the torrent is of " + expected + ", which is not there");
    }
    return content;
  }

  private static DownloadException failed(IOException e) {
    return new DownloadException(Reason.FILE, String.valueOf(e.getMessage()));
  }

  /** Returns whether nothing is missing or differs. */
  public boolean isComplete() {
    return wrong.isEmpty();
  }

  @Override
  public BitSet wrong() {
    return (BitSet) wrong.clone();
  }
}
