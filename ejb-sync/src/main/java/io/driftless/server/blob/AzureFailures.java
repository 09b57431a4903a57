package io.driftless.server.blob;

import com.azure.core.exception.HttpResponseException;

/** What a failure of the Azure SDK means to callers of the port. */
final class AzureFailures {

  private AzureFailures() {}

  /**
   * The failure in the port's terms.
   *
   * @param what the call was about, as the beginning of a sentence
   */
  static RuntimeException translate(String what, RuntimeException failure) {
    RuntimeException meaning = meaning(what, failure);
    BlobFailures.note(meaning);
    return meaning;
  }

  private static RuntimeException meaning(String what, RuntimeException failure) {
    if (!(failure instanceof HttpResponseException response) || response.getResponse() == null) {
      // no answer: refused connections, time-outs and broken streams come as many types
      return new ChunkStoreUnavailableException(what + ": the blob store does not answer", failure);
    }
    int status = response.getResponse().getStatusCode();
    return switch (status) {
      case 404, 416 -> new MissingPackException(what + " is not there");
      case 408, 429 -> unavailable(what, status, failure);
      default ->
          status >= 500
              ? unavailable(what, status, failure)
              : new ChunkStoreRefusedException(
                  what + ": the blob store refuses the call with status " + status, failure);
    };
  }

  private static RuntimeException unavailable(String what, int status, RuntimeException failure) {
    return new ChunkStoreUnavailableException(
        what + ": the blob store answers with status " + status + " at the moment", failure);
  }
}
