namespace CustomerSegmentation.Silo.Membership;

/// <summary>What a silo does about the membership table besides Orleans, where the table outlives the silo.</summary>
internal static class MembershipHosting
{
    /// <summary>Joins beside silos that all died at once, and leaves a table that has lost this silo.</summary>
    public static ISiloBuilder AddMembershipChecks(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DeadSiloCleanup>();
        services.AddSingleton<MembershipRowCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<MembershipRowCheck>());
        services.AddHealthChecks().AddCheck<MembershipRowCheck>("membership");
        return silo;
    }
}
