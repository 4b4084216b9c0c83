using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Postgres;

namespace CustomerSegmentation.Silo.Membership;

/// <summary>
/// Membership and reminders in the schema of the ledger. Orleans asks for them by queries that it finds in the table
/// <c>OrleansQuery</c>, by their keys; names of parameters and columns are its own.
/// </summary>
internal static class PostgresMembership
{
    private const string Invariant = "Npgsql";

    /// <summary>Makes the tables where they are missing, and puts today's queries in place of others.</summary>
    public static string Tables { get; } = $"""
        CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL);
        {MembershipQueries.Tables}
        {ReminderQueries.Tables}
        INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
        {string.Join(",\n", MembershipQueries.All.Concat(ReminderQueries.All).Select(query => $"('{query.Key}', $query${query.Sql}$query$)"))}
        ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText WHERE OrleansQuery.QueryText <> excluded.QueryText;
        """;

    /// <summary>Silos find each other in PostgreSQL, and reminders are there. The ledger is opened first: it makes the tables.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="connectionString">That of the ledger.</param>
    /// <exception cref="StorageException">The connection string cannot be read.</exception>
    public static ISiloBuilder UsePostgresMembership(this ISiloBuilder silo, string connectionString)
    {
        var connection = PostgresDatabase.InSchema(connectionString);
        return silo
            .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, connection))
            .UseAdoNetReminderService(reminders => (reminders.Invariant, reminders.ConnectionString) = (Invariant, connection));
    }
}
