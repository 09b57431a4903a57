package io.driftless.stack.part;

import io.driftless.stack.Addresses;
import io.driftless.stack.Installation;
import io.driftless.stack.StackFolder;
import io.driftless.stack.StackSettings;
import io.driftless.stack.tool.Tools;

/**
 * What every recipe works with.
 *
 * @param folder where the stack's data lies
 * @param settings its ports and secrets
 * @param addresses what follows from the settings
 * @param installation what the build made
 * @param tools what was installed on the machine
 */
public record PartContext(
    StackFolder folder,
    StackSettings settings,
    Addresses addresses,
    Installation installation,
    Tools tools) {}
