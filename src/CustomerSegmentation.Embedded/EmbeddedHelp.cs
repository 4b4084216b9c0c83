using CustomerSegmentation.Edge.Configuration;

namespace CustomerSegmentation.Embedded;

/// <summary>The help of this host.</summary>
internal static class EmbeddedHelp
{
    private const string About =
        """
        Segments customers in real time: takes purchases and refunds over HTTP and RabbitMQ, keeps each customer's
        recency, frequency and monetary value, and reassigns their segment at once. All it knows is in one folder.

        Usage: CustomerSegmentation.Embedded [--option value]...

          CustomerSegmentation.Embedded --demo
          CustomerSegmentation.Embedded --Data ./shop --Window 180d --RabbitMq:Host localhost
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
        HostHelp.Answer(args, About, [.. EmbeddedSettings.Known, .. Framework], typeof(EmbeddedHelp).Assembly);
}
