package io.driftless.protocol.name;

/** Why a string can't be the name of a node, in words for the user. */
public enum NameProblem {
  /** No characters at all. */
  EMPTY("a name has at least one character"),
  /** {@code .} or {@code ..}. */
  DOTS("'.' and '..' are not names"),
  /** A slash. */
  SLASH("a name holds no '/'"),
  /** The character with code 0. */
  NUL("a name holds no NUL character"),
  /** More bytes than any supported file system holds. */
  TOO_LONG("a name has at most 255 bytes in UTF-8"),
  /** A surrogate without its partner: no UTF-8 for it, so it can't travel. */
  NOT_UNICODE("the name is not valid Unicode");

  private final String words;

  NameProblem(String words) {
    this.words = words;
  }

  /** The rule that is broken, without a full stop. */
  public String words() {
    return words;
  }
}
