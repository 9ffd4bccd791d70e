/** Files in a bucket of a server with S3's protocol. */
@NullMarked
package dev.errand.api.s3;

import org.jspecify.annotations.NullMarked;
