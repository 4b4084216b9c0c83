namespace CustomerSegmentation.Silo.Membership;

/// <summary>The reminders in PostgreSQL. A silo reads those of its part of the ring of hashes, which are signed here.</summary>
internal static class ReminderQueries
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS OrleansRemindersTable (
            ServiceId TEXT NOT NULL,
            GrainId TEXT NOT NULL,
            ReminderName TEXT NOT NULL,
            StartTime TIMESTAMPTZ NOT NULL,
            Period BIGINT NOT NULL, -- ms
            GrainHash INT NOT NULL,
            Version INT NOT NULL,
            PRIMARY KEY (ServiceId, GrainId, ReminderName));
        """;

    private const string Read =
        "SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable WHERE ServiceId = @ServiceId";

    public static IReadOnlyList<(string Key, string Sql)> All { get; } =
    [
        ("ReadReminderRowsKey", $"{Read} AND GrainId = @GrainId"),
        ("ReadReminderRowKey", $"{Read} AND GrainId = @GrainId AND ReminderName = @ReminderName"),
        ("ReadRangeRows1Key", $"{Read} AND GrainHash > @BeginHash AND GrainHash <= @EndHash"),
        ("ReadRangeRows2Key", $"{Read} AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)"), // past the end of the ring
        ("UpsertReminderRowKey", """
            INSERT INTO OrleansRemindersTable AS known (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
            VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
            ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE SET StartTime = excluded.StartTime, Period = excluded.Period,
                GrainHash = excluded.GrainHash, Version = known.Version + 1
            RETURNING Version
            """),
        ("DeleteReminderRowKey", """
            WITH removed AS (
                DELETE FROM OrleansRemindersTable
                WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version
                RETURNING 1)
            SELECT EXISTS (SELECT FROM removed)
            """),
        ("DeleteReminderRowsKey", "DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId"),
    ];
}
