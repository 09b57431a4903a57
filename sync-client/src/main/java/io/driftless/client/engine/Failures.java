package io.driftless.client.engine;

import io.driftless.client.files.DiskFullException;
import io.driftless.client.server.ServerException;
import io.driftless.client.status.Problem;
import io.driftless.client.transfer.TransferException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to tell people about a failure, and how long to wait before the next try. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * What a worker did not expect when it did one thing of many: it is that thing's failure, told,
   * and tried again as others are. What fails on the engine's thread ends the engine instead, since
   * nobody knows what it left half done.
   *
   * @param what it was about, for the log
   */
  static RuntimeException unexpected(Object what, RuntimeException failure) {
    LOG.error("An unexpected failure with {}; it is tried again", what, failure);
    return failure;
  }

  static Problem problem(String path, Exception failure) {
    return new Problem(path, code(failure), words(failure));
  }

  static String code(Exception failure) {
    if (failure instanceof ServerException server) {
      return server.code();
    }
    if (failure instanceof TransferException) {
      return "transfer";
    }
    if (failure instanceof DiskFullException) {
      return "disk-full";
    }
    if (failure instanceof RuntimeException) {
      return "unexpected";
    }
    if (failure instanceof AtomicMoveNotSupportedException) {
      return "other-file-system";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "not-empty";
    }
    return failure instanceof AccessDeniedException ? "permission-denied" : "io-error";
  }

  static String words(Exception failure) {
    if (failure instanceof ServerException || failure instanceof TransferException) {
      return String.valueOf(failure.getMessage());
    }
    if (failure instanceof DiskFullException) {
      return "The disk is full; it is tried again when there is room.";
    }
    if (failure instanceof AccessDeniedException) {
      return "Permission denied; change the permissions, then it goes on.";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "The folder was deleted elsewhere, but files that are not synced are still in it here,"
          + " such as ignored ones. It goes when they are gone.";
    }
    if (failure instanceof AtomicMoveNotSupportedException) {
      return "Another file system is mounted here, into which nothing can be put in one step."
          + " Unmount it, or keep it outside and link it as a folder of its own.";
    }
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return "The system refuses: " + system.getReason() + ".";
    }
    if (failure instanceof IOException) {
      return "The system refuses: " + failure.getMessage() + ".";
    }
    return "The client did not expect this: " + failure + ". It is tried again; the log has more.";
  }

  /** Milliseconds until the next try, for the n-th failure in a row, from 1. */
  static long backoffMillis(int failures) {
    return Math.min(60_000L, 500L << Math.min(failures - 1, 10));
  }

  /** Whether it says that something, or a folder above it, is not there. */
  static boolean isGone(Exception failure) {
    return failure instanceof NoSuchFileException || failure instanceof NotDirectoryException;
  }
}
