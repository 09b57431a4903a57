package io.driftless.client.transfer;

class InMemoryPackStoreTest extends PackStoreContract {

  private final InMemoryPackStore store = new InMemoryPackStore();

  @Override
  PackStore store() {
    return store;
  }
}
