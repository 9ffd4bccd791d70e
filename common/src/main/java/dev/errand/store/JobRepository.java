package dev.errand.store;

import dev.errand.job.Job;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Reads jobs through JPA. */
@ApplicationScoped
class JobRepository implements PanacheRepositoryBase<Job, UUID> {}
