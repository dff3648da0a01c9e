package org.spillway.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers how the content was found and what was noted. */
final class RecordingProgress implements Progress {
  private final List<Route> found = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();

  @Override
  public void found(Route how, String detail) {
    found.add(how);
  }

  @Override
  public void note(String message) {
    notes.add(message);
  }

  List<Route> found() {
    return found;
  }

  List<String> notes() {
    return notes;
  }
}
