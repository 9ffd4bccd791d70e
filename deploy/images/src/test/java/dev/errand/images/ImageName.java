package dev.errand.images;

import java.util.regex.Pattern;

/** How an image is named. */
final class ImageName {

  private static final Pattern VERSION = Pattern.compile(".*\\d+\\.\\d+.*");

  private ImageName() {}

  /** Whether it names one version: a digest, or a tag with a version's number. */
  static boolean isPinned(String image) {
    if (image.contains("@sha256:")) {
      return true;
    }
    int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    return tag > 0 && VERSION.matcher(image.substring(tag + 1)).matches();
  }
}
