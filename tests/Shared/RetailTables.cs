namespace CustomerSegmentation;

/// <summary>Tables laid out as Online Retail: the project's own, and the real one where it is beside the checkout.</summary>
public static class RetailTables
{
    private const string MadeUp = "made up";
    private const string Real = "OnlineRetail.csv.gz";

    /// <summary>Those there are.</summary>
    public static TheoryData<string> Names => SharedData.TryPathOf(Real) is null ? [MadeUp] : [MadeUp, Real];

    /// <summary>The file of one of them.</summary>
    public static string PathOf(string name) => name == MadeUp ? RetailSample.Path : SharedData.PathOf(name);
}
