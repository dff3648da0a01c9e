package org.spillway.client.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spillway.torrent.TorrentFile;

/**
 * Gives each file of a torrent a path below the torrent's folder. A name is changed if it cannot
 * stand there, does harm, or would be one file with another name. The first of such names stays, so
 * that the same torrent always gets the same paths. Immutable.
 */
final class FilePaths {
  private static final int SHOWN = 3;

  private final List<List<String>> paths;
  private final List<String> notes;

  private FilePaths(List<List<String>> paths, List<String> notes) {
    this.paths = paths;
    this.notes = notes;
  }

  /**
   * Chooses paths.
   *
   * @param reserved a name in the folder that no file gets
   */
  static FilePaths of(List<TorrentFile> files, NameRules rules, String reserved) {
    var root = new Folder();
    root.names.put(rules.key(reserved), 2);
    List<List<String>> paths = new ArrayList<>(files.size());
    for (TorrentFile file : files) {
      paths.add(isOnDisk(file) ? root.place(file.path(), rules) : file.path());
    }
    return new FilePaths(paths, notes(files, paths));
  }

  /** Returns whether the file is written at all. */
  static boolean isOnDisk(TorrentFile file) {
    return !file.isPadding() && !file.isSymbolicLink();
  }

  private static List<String> notes(List<TorrentFile> files, List<List<String>> paths) {
    List<String> renamed = new ArrayList<>();
    List<String> links = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      String path = String.join("/", files.get(i).path());
      if (files.get(i).isSymbolicLink()) {
        links.add(path);
      } else if (!paths.get(i).equals(files.get(i).path())) {
        renamed.add(path + " as " + String.join("/", paths.get(i)));
      }
    }
    List<String> notes = new ArrayList<>();
    if (!renamed.isEmpty()) {
      notes.add("saved under other names, which this disk can keep apart: " + some(renamed));
    }
    if (!links.isEmpty()) {
      notes.add("symbolic links are left out, because they may lead anywhere: " + some(links));
    }
    return List.copyOf(notes);
  }

  private static String some(List<String> all) {
    String shown = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() <= SHOWN ? shown : shown + " and " + (all.size() - SHOWN) + " more";
  }

  /** Returns the names of the folders, and last that of the file. */
  List<String> path(int file) {
    return paths.get(file);
  }

  /** Returns sentences about what is not as the torrent has it. */
  List<String> notes() {
    return notes;
  }

  /** A folder, with the names that are taken in it. */
  private static final class Folder {
    /** Each taken name as a key, with the number that is tried next if it is wanted again. */
    private final Map<String, Integer> names = new HashMap<>();

    /** The folders in this one, by the names that the torrent gives them. */
    private final Map<String, Folder> folders = new HashMap<>();

    private String name = "";

    List<String> place(List<String> path, NameRules rules) {
      List<String> placed = new ArrayList<>(path.size());
      var folder = this;
      for (String part : path.subList(0, path.size() - 1)) {
        folder = folder.folder(part, rules);
        placed.add(folder.name);
      }
      placed.add(folder.unique(path.get(path.size() - 1), rules));
      return placed.equals(path) ? path : List.copyOf(placed);
    }

    private Folder folder(String original, NameRules rules) {
      var known = folders.get(original);
      if (known != null) {
        return known;
      }
      var made = new Folder();
      made.name = unique(original, rules);
      folders.put(original, made);
      return made;
    }

    private String unique(String original, NameRules rules) {
      String safe = rules.safe(original);
      String key = rules.key(safe);
      String chosen = safe;
      int number = names.getOrDefault(key, 2);
      boolean taken = names.putIfAbsent(key, 2) != null;
      while (taken) {
        chosen = NameRules.numbered(safe, " (" + number + ")", NameRules.MAX_NAME);
        taken = names.putIfAbsent(rules.key(chosen), 2) != null;
        number++;
      }
      names.put(key, number);
      return chosen;
    }
  }
}
