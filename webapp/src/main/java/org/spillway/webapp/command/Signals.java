package org.spillway.webapp.command;

import java.lang.reflect.Proxy;

/**
 * Handles signals of the operating system. The JDK has no supported API for that; its own class is
 * reached by reflection, and without it signals do what they do by default.
 */
final class Signals {
  private static final System.Logger log = System.getLogger(Signals.class.getName());

  private Signals() {}

  /**
   * Runs an action on a thread of its own whenever the signal arrives, instead of ending the
   * process.
   *
   * @param name the signal without SIG, such as TERM
   * @return false if this JVM or system does not let us handle it
   */
  static boolean handle(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.log(System.Logger.Level.DEBUG, "SIG" + name + " cannot be handled", e);
      return false;
    }
  }
}
