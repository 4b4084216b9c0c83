using Orleans.Serialization;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>
/// Lets an exception that a grain throws arrive at whoever called, on whichever silo. Orleans writes exceptions of its own,
/// of .NET and of Azure; of any other class it sends a <see cref="CodecNotFoundException"/> instead, so that the caller could
/// not tell a database that is away from a bug.
/// </summary>
internal static class ExceptionSerialization
{
    /// <summary>Namespaces of those that grains of ours can throw: the databases' and our own.</summary>
    private static readonly string[] Namespaces = ["Npgsql", "StackExchange.Redis", "CustomerSegmentation", "Orleans"];

    /// <summary>Every silo and every client of a cluster needs it: who sends and who receives.</summary>
    public static IServiceCollection AddExceptionSerialization(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.UnionWith(Namespaces));
}
