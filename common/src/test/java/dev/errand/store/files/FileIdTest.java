package dev.errand.store.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileIdTest {

  @Test
  void anIdIsTheSameAfterItWasWrittenAndRead() {
    UUID id = UUID.fromString("019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e");

    assertEquals("file-019a3c5e7d107a529d3e0f6a4c1b2d3e", FileId.text(id));
    assertEquals(Optional.of(id), FileId.parse(FileId.text(id)));
  }

  @Test
  void uploadsAndTheirPartsHaveIdsOfOtherForms() {
    UUID id = UUID.fromString("019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e");

    assertEquals("upload_019a3c5e7d107a529d3e0f6a4c1b2d3e", UploadId.UPLOAD.text(id));
    assertEquals("part_019a3c5e7d107a529d3e0f6a4c1b2d3e", UploadId.PART.text(id));
    assertEquals(Optional.of(id), UploadId.PART.parse(UploadId.PART.text(id)));
    assertEquals(Optional.empty(), UploadId.PART.parse(UploadId.UPLOAD.text(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "file-",
        "019a3c5e7d107a529d3e0f6a4c1b2d3e",
        "file-019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e",
        "file-019A3C5E7D107A529D3E0F6A4C1B2D3E",
        "file-019a3c5e7d107a529d3e0f6a4c1b2d3e0",
        "file-019a3c5e7d107a529d3e0f6a4c1b2d3",
        "batch_019a3c5e7d107a529d3e0f6a4c1b2d3e"
      })
  void anythingElseIsNoId(String text) {
    assertEquals(Optional.empty(), FileId.parse(text));
  }
}
