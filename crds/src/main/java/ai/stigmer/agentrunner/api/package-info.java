/**
 * The API, {@code stigmer.ai/v1alpha1}, as it is read from JSON and written to it. A component is null where the manifest
 * leaves the field out; what that means is decided in one place, the model's {@code Defaults}. What a field means stands in
 * its description, which the CustomResourceDefinition and {@code kubectl explain} have, too. Fields and enum constants of a
 * newer version of the API are passed over, the latter as null.
 */
@NullMarked
package ai.stigmer.agentrunner.api;

import org.jspecify.annotations.NullMarked;
