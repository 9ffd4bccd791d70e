package dev.errand.api.http;

/** The API's paths. Each is written here alone; {@link Operations} says what it takes. */
public final class Paths {

  public static final String SERVICE = "/v1";

  /** The pages of the console are below it. */
  public static final String CONSOLE = "/ui";

  public static final String JOBS = SERVICE + "/jobs";
  public static final String FAILURES = SERVICE + "/failures";
  public static final String USAGE = SERVICE + "/usage";
  public static final String LANES = SERVICE + "/lanes";

  public static final String OPERATIONS = SERVICE + "/operations";
  public static final String WORKERS = SERVICE + "/workers";

  /** Below {@link #OPERATIONS}. */
  public static final String OPERATION = "/{id}";

  /** Below {@link #OPERATIONS}. */
  public static final String STOP = OPERATION + "/stop";

  public static final String KEYS = SERVICE + "/keys";
  public static final String TENANTS = SERVICE + "/tenants";
  public static final String AUDIT = SERVICE + "/audit";

  public static final String MODELS = SERVICE + "/models";

  public static final String FILES = SERVICE + "/files";

  public static final String BATCHES = SERVICE + "/batches";

  /** Below {@link #BATCHES}. */
  public static final String RESULTS = "/{id}/results";

  /** Below {@link #FILES}. */
  public static final String FILE = "/{id}";

  /** Below {@link #FILES}. */
  public static final String CONTENT = FILE + "/content";

  /** Below {@link #BATCHES}. */
  public static final String BATCH = "/{id}";

  /** Below {@link #BATCHES}. */
  public static final String CANCEL_BATCH = BATCH + "/cancel";

  public static final String UPLOADS = SERVICE + "/uploads";

  /** Below {@link #UPLOADS}. */
  public static final String PARTS = "/{id}/parts";

  /** Below {@link #UPLOADS}. */
  public static final String COMPLETE = "/{id}/complete";

  /** Below {@link #UPLOADS}. */
  public static final String CANCEL_UPLOAD = "/{id}/cancel";

  /** Below {@link #SERVICE}. */
  public static final String CHAT_COMPLETIONS = "/chat/completions";

  /** Below {@link #SERVICE}. */
  public static final String COMPLETIONS = "/completions";

  /** Below {@link #SERVICE}. */
  public static final String EMBEDDINGS = "/embeddings";

  /** Below {@link #MODELS}. Names of models may contain slashes. */
  public static final String MODEL = "/{model}";

  /** Below {@link #KEYS}. */
  public static final String KEY = "/{id}";

  /** Below {@link #KEYS}. */
  public static final String ROTATE = KEY + "/rotate";

  /** Below {@link #TENANTS}. */
  public static final String TENANT = "/{name}";

  /** Below {@link #JOBS}. */
  public static final String BULK = "/bulk";

  /** Below {@link #JOBS}. */
  public static final String COUNTS = "/counts";

  /** Below {@link #JOBS}. */
  public static final String JOB_RESULTS = "/results";

  /** Below {@link #JOBS}. */
  public static final String JOB = "/{id}";

  /** Below {@link #JOBS}. */
  public static final String REQUEST = JOB + "/request";

  /** Below {@link #JOBS}. */
  public static final String CANCEL = JOB + "/cancel";

  /** Below {@link #JOBS}. */
  public static final String RETRY = JOB + "/retry";

  /** Below {@link #LANES}. */
  public static final String DEPTH = "/depth";

  /** Below {@link #LANES}. */
  public static final String PAUSE = "/{lane}/pause";

  /** Below {@link #LANES}. */
  public static final String RESUME = "/{lane}/resume";

  private Paths() {}

  /** Whether a normalized path is one of the console. */
  public static boolean isOfConsole(String path) {
    return path.equals(CONSOLE) || path.startsWith(CONSOLE + "/");
  }
}
