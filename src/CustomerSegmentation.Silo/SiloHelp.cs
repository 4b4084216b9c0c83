using CustomerSegmentation.Edge.Configuration;

namespace CustomerSegmentation.Silo;

/// <summary>The help of this host.</summary>
internal static class SiloHelp
{
    private const string About =
        """
        Segments customers in real time: every customer is an Orleans grain. Alone, a silo keeps everything in one file. Several silos
        find each other and keep customers' state in Redis; what is on record is in PostgreSQL.

        Usage: CustomerSegmentation.Silo [--option value]...

          CustomerSegmentation.Silo --Data ./shop --RabbitMq:Host localhost
          CustomerSegmentation.Silo --Redis redis:6379 --Postgres "Host=db;Username=shop;Database=shop" --RabbitMq:Host rabbit
        """;

    private static readonly Setting[] Framework =
    [
        new("urls", "http://127.0.0.1:8080", "where to listen"),
        new("Logging:LogLevel:*", "Default Information", "as in any ASP.NET program, and so are --Kestrel:…, --environment"),
        new("help, -h, -?", "", "this text"),
        new("version", "", "the version"),
    ];

    /// <summary>What to print instead of starting; null to start.</summary>
    public static string? Answer(IReadOnlyList<string> args) =>
        HostHelp.Answer(args, About, [.. SiloSettings.Known, .. Framework], typeof(SiloHelp).Assembly);
}
