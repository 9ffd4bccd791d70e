package dev.errand.images;

import java.util.regex.Pattern;

/** The name of an image. */
final class ImageName {

  private static final Pattern VERSION = Pattern.compile(".*\\d+\\.\\d+.*");

  private ImageName() {}

  /** Whether it identifies one version: by a digest, or a tag with a version number. */
  static boolean isPinned(String image) {
    if (image.contains("@sha256:")) {
      return true;
    }
    int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    return tag > 0 && VERSION.matcher(image.substring(tag + 1)).matches();
  }
}
