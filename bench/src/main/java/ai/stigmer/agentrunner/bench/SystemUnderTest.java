package ai.stigmer.agentrunner.bench;

/** One of those that are compared: what a user does to have its work done, and what runs for it. */
interface SystemUnderTest {
    String name();

    /** The kind of object whose status tells the user that all is ready. */
    String readyKind();

    /** The user asks for an agent runner of the first version. */
    void create(String name);

    /** The user asks for another version of one that was made before. */
    void update(String name);

    void delete(String name);

    /** Starts what does the work. */
    Worker start();

    /** What does the work while the user waits. */
    interface Worker extends AutoCloseable {
        /** Its process; 0 where it is the benchmark's own. */
        long pid();

        @Override
        void close();
    }

    /** Nothing in a process of its own. */
    Worker NONE = new Worker() {
        @Override
        public long pid() {
            return 0;
        }

        @Override
        public void close() {}
    };
}
