namespace CustomerSegmentation.Silo.Membership;

/// <summary>
/// The membership table in PostgreSQL. Every change but a sign of life raises the version of the table by one, and is made only if
/// the version is the one that the silo has seen: so silos agree on one order of changes.
/// </summary>
internal static class MembershipQueries
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable (
            DeploymentId TEXT PRIMARY KEY, Timestamp TIMESTAMPTZ NOT NULL DEFAULT now(), Version INT NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS OrleansMembershipTable (
            DeploymentId TEXT NOT NULL REFERENCES OrleansMembershipVersionTable,
            Address TEXT NOT NULL,
            Port INT NOT NULL,
            Generation INT NOT NULL,
            SiloName TEXT NOT NULL,
            HostName TEXT NOT NULL,
            Status INT NOT NULL,
            ProxyPort INT NULL,
            SuspectTimes TEXT NULL,
            StartTime TIMESTAMPTZ NOT NULL,
            IAmAliveTime TIMESTAMPTZ NOT NULL,
            PRIMARY KEY (DeploymentId, Address, Port, Generation));
        """;

    private const string Member = "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string Columns =
        "silo.Address, silo.Port, silo.Generation, silo.SiloName, silo.HostName, silo.Status, silo.ProxyPort, silo.SuspectTimes, silo.StartTime, silo.IAmAliveTime";

    private const int Dead = 6; // Orleans.Runtime.SiloStatus.Dead

    public static IReadOnlyList<(string Key, string Sql)> All { get; } =
    [
        ("InsertMembershipVersionKey", """
            WITH made AS (
                INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
            SELECT EXISTS (SELECT FROM made)
            """),
        ("InsertMembershipKey", $"""
            WITH moved AS (
                UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1
                WHERE DeploymentId = @DeploymentId AND Version = @Version
                    AND NOT EXISTS (SELECT FROM OrleansMembershipTable WHERE {Member})
                RETURNING 1),
            joined AS (
                INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
                RETURNING 1)
            SELECT EXISTS (SELECT FROM joined)
            """),
        ("UpdateMembershipKey", $"""
            WITH moved AS (
                UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1
                WHERE DeploymentId = @DeploymentId AND Version = @Version
                    AND EXISTS (SELECT FROM OrleansMembershipTable WHERE {Member})
                RETURNING 1),
            changed AS (
                UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
                WHERE {Member} AND EXISTS (SELECT FROM moved)
                RETURNING 1)
            SELECT EXISTS (SELECT FROM changed)
            """),
        ("UpdateIAmAlivetimeKey", $"UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE {Member}"),

        // A row even of a table that was emptied: it is an answer, and says that the silo is not there.
        ("MembershipReadRowKey", $"""
            SELECT {Columns}, COALESCE(known.Version, 0) AS Version
            FROM (SELECT @DeploymentId::text AS DeploymentId) asked
            LEFT JOIN OrleansMembershipVersionTable known ON known.DeploymentId = asked.DeploymentId
            LEFT JOIN OrleansMembershipTable silo
                ON silo.DeploymentId = known.DeploymentId AND silo.Address = @Address AND silo.Port = @Port AND silo.Generation = @Generation
            """),
        ("MembershipReadAllKey", $"""
            SELECT {Columns}, known.Version
            FROM OrleansMembershipVersionTable known LEFT JOIN OrleansMembershipTable silo ON silo.DeploymentId = known.DeploymentId
            WHERE known.DeploymentId = @DeploymentId
            """),
        ("GatewaysQueryKey", """
            SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
            WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
            """),
        ("DeleteMembershipTableEntriesKey", """
            WITH silos AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
            DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
            """),
        ("CleanupDefunctSiloEntriesKey", $"""
            DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status = {Dead}
            """),
    ];
}
