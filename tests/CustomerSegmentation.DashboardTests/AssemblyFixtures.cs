using CustomerSegmentation.DashboardTests;

[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(EmbeddedShop))]
[assembly: AssemblyFixture(typeof(EmbeddedKeyedHost))]
[assembly: AssemblyFixture(typeof(EmbeddedQuietShop))]
[assembly: AssemblyFixture(typeof(EmbeddedRetailShop))]
[assembly: AssemblyFixture(typeof(SiloShop))]
[assembly: AssemblyFixture(typeof(SiloKeyedHost))]
[assembly: AssemblyFixture(typeof(SiloQuietShop))]
[assembly: AssemblyFixture(typeof(SiloRetailShop))]
