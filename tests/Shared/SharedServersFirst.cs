using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(CustomerSegmentation.SharedServersFirst))]

namespace CustomerSegmentation;

/// <summary>
/// Collections of several classes, which share a server, take longest, as their tests run one after the other. They begin first,
/// so that none of them runs on alone at the end.
/// </summary>
public sealed class SharedServersFirst : ITestCollectionOrderer
{
    /// <inheritdoc />
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections
            .OrderBy(collection => collection.TestCollectionDisplayName.StartsWith("Test collection for", StringComparison.Ordinal))
            .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];
}
