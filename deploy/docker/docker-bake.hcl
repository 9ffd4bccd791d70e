# All images: docker buildx bake -f deploy/docker/docker-bake.hcl [jvm | native | cli | api-jvm | ...], in the repository's root.
# With --push, for both processor architectures, with SBOM and provenance. For this machine's engine:
#   PLATFORMS=linux/amd64 ATTESTED=false docker buildx bake -f deploy/docker/docker-bake.hcl --load

variable "REGISTRY" { default = "localhost/errand" }
variable "VERSION" { default = "0.1.0-SNAPSHOT" }
variable "REVISION" { default = "unknown" }
variable "SOURCE" { default = "unknown" }
variable "PLATFORMS" { default = "linux/amd64,linux/arm64" }
variable "ATTESTED" { default = "true" }

group "default" { targets = ["jvm", "cli"] }
group "jvm" { targets = ["api-jvm", "worker-jvm"] }
group "native" { targets = ["api-native", "worker-native"] }

target "image" {
  context   = "."
  platforms = split(",", PLATFORMS)
  attest    = ATTESTED == "true" ? ["type=sbom", "type=provenance,mode=max"] : []
  args = {
    VERSION  = VERSION
    REVISION = REVISION
    SOURCE   = SOURCE
  }
}

target "api-jvm" {
  inherits   = ["image"]
  dockerfile = "deploy/docker/Dockerfile.jvm"
  args       = { SERVICE = "api-service" }
  tags       = ["${REGISTRY}/api:${VERSION}"]
}

target "worker-jvm" {
  inherits   = ["image"]
  dockerfile = "deploy/docker/Dockerfile.jvm"
  args       = { SERVICE = "worker-service" }
  tags       = ["${REGISTRY}/worker:${VERSION}"]
}

target "cli" {
  inherits   = ["image"]
  dockerfile = "deploy/docker/Dockerfile.cli"
  tags       = ["${REGISTRY}/cli:${VERSION}"]
}

target "api-native" {
  inherits   = ["image"]
  dockerfile = "deploy/docker/Dockerfile.native"
  args       = { SERVICE = "api-service" }
  tags       = ["${REGISTRY}/api:${VERSION}-native"]
}

target "worker-native" {
  inherits   = ["image"]
  dockerfile = "deploy/docker/Dockerfile.native"
  args       = { SERVICE = "worker-service" }
  tags       = ["${REGISTRY}/worker:${VERSION}-native"]
}
