package io.driftless.protocol.name;

import java.util.Optional;
import java.util.Set;

/**
 * What a device's file system can hold, by platform. A legal name that it can't hold, or not next
 * to a sibling, is shown there under a local name that leads back to it.
 */
public enum Platform {
  /** Every legal name, byte by byte. */
  LINUX,
  /** Every legal name, but case and normal form do not tell siblings apart. */
  MACOS,
  /** No {@code < > : " \ | ? *}, no control characters, no dot or space at the end, no devices. */
  WINDOWS;

  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

  /** Whether the platform can hold a legal name as it is, siblings aside. */
  public boolean holds(String name) {
    return this != WINDOWS || windowsHolds(name);
  }

  /** Whether the platform takes two different legal names of one folder for the same. */
  public boolean confuses(String name, String other) {
    return this != LINUX
        && !name.equals(other)
        && CanonicalKey.of(name).equals(CanonicalKey.of(other));
  }

  /**
   * The name under which the platform shows a node.
   *
   * @param name as it travels; legal
   * @param clash 0 when no sibling is in the way, else the number of the try, 1 to {@link
   *     LocalName#MAX_CLASH}
   * @return the name itself when that can be held; empty when the local name would be too long
   */
  public Optional<String> localName(String name, int clash) {
    return localName(name, clash, NameRules.MAX_BYTES);
  }

  /**
   * The same on a file system whose names are shorter.
   *
   * @param longest how many bytes of UTF-8 a name may have there; on Windows UTF-16 units
   */
  public Optional<String> localName(String name, int clash, int longest) {
    return this == LINUX ? Optional.of(name) : LocalName.encode(this, name, clash, longest);
  }

  /**
   * The local name of one for which {@link #localName} has none that is short enough. It does not
   * lead back to the name by itself: {@link #travellingName} gives what is left of it.
   *
   * @param number tells several tries apart, from 0
   */
  public String cutName(String name, int number, int longest) {
    return LocalName.cut(this, name, number, longest);
  }

  /** Whether a name seen on disk is a {@link #cutName}. */
  public boolean isCutName(String localName) {
    return this != LINUX && LocalName.isCut(localName);
  }

  /** The name that travels for a name seen on disk: undoes {@link #localName}. */
  public String travellingName(String localName) {
    return this == LINUX ? localName : LocalName.decode(localName);
  }

  /** Whether Windows can't hold this character in any name. */
  static boolean isIllegalOnWindows(int codePoint) {
    return codePoint < 0x20 || "<>:\"\\|?*".indexOf(codePoint) >= 0;
  }

  /** Whether Windows takes the name for a device, whatever its extension. */
  static boolean isWindowsDevice(String name) {
    int dot = name.indexOf('.');
    String stem = CaseFolding.fold(dot < 0 ? name : name.substring(0, dot)).stripTrailing();
    return DEVICES.contains(stem)
        || (stem.length() == 4
            && (stem.startsWith("com") || stem.startsWith("lpt"))
            && "0123456789\u00b9\u00b2\u00b3".indexOf(stem.charAt(3)) >= 0);
  }

  private static boolean windowsHolds(String name) {
    char last = name.charAt(name.length() - 1);
    return last != '.'
        && last != ' '
        && name.codePoints().noneMatch(Platform::isIllegalOnWindows)
        && !isWindowsDevice(name);
  }
}
