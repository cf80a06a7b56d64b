"""Given and family names of nine communities, the commonest of each first."""

from dataclasses import dataclass

from tracker.linkage.model.invented_lists import BOYS, GIRLS, SURNAMES


@dataclass(frozen=True)
class Community:
    """How its names are drawn: the lists, their share, and how fast they thin out."""

    name: str
    share: float
    boys: tuple[str, ...]
    girls: tuple[str, ...]
    families: tuple[str, ...]
    steepness: float = 0.85


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


COMMUNITIES = (
    Community("English", 0.66, tuple(BOYS[:70]), tuple(GIRLS[:70]), tuple(SURNAMES)),
    Community(
        "Pakistani and Bangladeshi",
        0.11,
        _words(
            "Muhammad Mohammed Ali Ahmed Ibrahim Yusuf Hamza Omar Hassan Bilal Zain "
            "Abdullah Mustafa Haris Adam Ismail Usman Imran Kamran Faisal Zakariya "
            "Abdul_Rahman Muhammad_Ali Mohammed_Hassan Rayyan Idris Saad Talha Junaid"
        ),
        _words(
            "Fatima Aisha Maryam Zainab Khadija Amina Hafsa Inaya Sumaiya Zara Safa "
            "Iqra Noor Hira Sana Ayesha Alishba Mahnoor Rukhsana Nadia Saira Anum "
            "Halima Ruqayyah Asma Samina Tasnim Farzana Nusrat Shabana"
        ),
        _words(
            "Khan Hussain Ahmed Ali Begum Akhtar Mahmood Malik Iqbal Shah Bibi Miah "
            "Rahman Uddin Chowdhury Hussein Rashid Mirza Aslam Yousaf Qureshi Butt "
            "Sheikh Javed Ashraf Bashir Nawaz Saleem Anwar Raza Abbasi Siddique Tariq"
        ),
        0.7,
    ),
    Community(
        "Indian",
        0.05,
        _words(
            "Arjun Rohan Aarav Vihaan Aryan Dev Krish Karan Rahul Nikhil Amar Jaspreet "
            "Gurpreet Harpreet Manpreet Simran Jay Kiran Vikram Anish Rishi Neel"
        ),
        _words(
            "Anaya Priya Diya Aanya Isha Simran Jasleen Harpreet Manpreet Kavya Riya "
            "Neha Pooja Meera Nisha Anjali Kiran Jaspreet Gurpreet Roshni Tara Asha"
        ),
        _words(
            "Patel Singh Kaur Sharma Shah Mistry Gill Sandhu Desai Chauhan Dhillon "
            "Mehta Joshi Rai Bains Kumar Parmar Sidhu Dhaliwal Lad Solanki Rana Reddy"
        ),
        0.9,
    ),
    Community(
        "Polish",
        0.05,
        _words(
            "Jakub Kacper Filip Szymon Oskar Mateusz Michał Wojciech Bartosz Adrian "
            "Krzysztof Paweł Łukasz Dawid Piotr Tomasz Igor Maksymilian Marcel Wiktor"
        ),
        _words(
            "Zuzanna Julia Maja Oliwia Zofia Lena Aleksandra Natalia Wiktoria Hanna "
            "Małgorzata Agnieszka Kinga Gabriela Weronika Nikola Amelia Kornelia"
        ),
        _words(
            "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński "
            "Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski "
            "Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król"
        ),
    ),
    Community(
        "Welsh",
        0.03,
        _words(
            "Rhys Owen Evan Tomos Dylan Gethin Iestyn Macsen Siôn Harri Osian Ioan "
            "Gruffydd Llŷr Steffan Elis"
        ),
        _words(
            "Seren Cerys Megan Ffion Carys Siân Eleri Nia Mali Efa Catrin Lowri Bethan "
            "Gwenllian Alys Elin"
        ),
        _words(
            "Jones Williams Davies Evans Thomas Roberts Lewis Hughes Morgan Griffiths "
            "Edwards Owen Price Rees Llewellyn Pritchard Bowen Ap_Rhys Vaughan Powell"
        ),
        1.0,
    ),
    Community(
        "Irish",
        0.03,
        _words(
            "Conor Sean Cian Oisín Patrick Liam Declan Eoin Darragh Fionn Cormac "
            "Ronan Padraig Niall Brendan Tadhg"
        ),
        _words(
            "Niamh Aoife Saoirse Ciara Caoimhe Róisín Orla Sinéad Erin Clodagh Maeve "
            "Gráinne Siobhán Bridget Mary Kathleen"
        ),
        _words(
            "Murphy Kelly O'Brien O'Connor Byrne Ryan O'Neill Walsh McCarthy Gallagher "
            "Doherty Kennedy Lynch McLoughlin MacNamara Fitzgerald Nolan Quinn Burke"
        ),
    ),
    Community(
        "Chinese",
        0.02,
        _words(
            "Wei Jun Hao Ming Jia_Hao Zi_Xuan Ka_Ho Chun_Hei Yu Lok_Yin Jason Kevin "
            "Ho_Yin Tsz_Hin Long Kai"
        ),
        _words(
            "Mei Xin Yan Jing Li_Na Hoi_Ching Wing_Yan Tsz_Yan Jia_Yi Yi_Ting Ka_Yan "
            "Hei_Tung Grace Emily Sum_Yi Lok_Tung"
        ),
        _words(
            "Chan Wong Li Wang Zhang Chen Liu Lee Cheung Lam Ng Ho Leung Yang Huang "
            "Zhao Wu Xu Lin Tsang Yip Kwok"
        ),
        1.0,
    ),
    Community(
        "West African",
        0.03,
        _words(
            "Emmanuel David Daniel Samuel Joshua Michael Tobi Ayo Chidi Emeka Kwame "
            "Kofi Oluwaseun Olamide Ifeanyi Chukwuemeka Nana Kwabena Femi Ebuka"
        ),
        _words(
            "Blessing Precious Esther Grace Favour Chioma Adaeze Ngozi Temi Folake "
            "Abena Ama Akosua Oluwatobi Deborah Mercy Joy Chiamaka Ifeoma Simisola"
        ),
        _words(
            "Okafor Mensah Adeyemi Boateng Owusu Okonkwo Adebayo Ibrahim Asante Osei "
            "Eze Balogun Nwosu Okeke Appiah Agyeman Ogunleye Afolabi Bello Oyelaran"
        ),
    ),
    Community(
        "Travellers",
        0.02,
        _words("John James Patrick Michael Martin Tom Jimmy Paddy Billy Joe Levi"),
        _words(
            "Mary Margaret Kathleen Bridget Ann Kayleigh Shania Chantelle Elizabeth"
        ),
        _words("Ward McDonagh Doran Cash Price Lee Smith Doherty Connors Maughan"),
        0.5,
    ),
)

#: What a list makes of a name in another spelling of the same sound.
VARIANTS = {
    "Muhammad": ("Mohammed", "Mohammad", "Muhammed"),
    "Mohammed": ("Muhammad", "Mohamed"),
    "Ahmed": ("Ahmad",),
    "Hussain": ("Hussein", "Husain"),
    "Aisha": ("Ayesha", "Aysha"),
    "Ayesha": ("Aisha",),
    "Yusuf": ("Yousuf", "Youssef"),
    "Zainab": ("Zaynab",),
    "Fatima": ("Fatimah",),
    "Hassan": ("Hasan",),
    "Niamh": ("Neve",),
    "Sean": ("Shaun",),
    "Aleksandra": ("Alexandra",),
    "Wiktoria": ("Victoria",),
    "Szymon": ("Simon",),
    "Mateusz": ("Matthew",),
    "Rhys": ("Reece",),
    "Sophie": ("Sophy",),
    "Katie": ("Katy",),
    "Isabelle": ("Isabel", "Isobel"),
    "Siân": ("Shan",),
    "Chowdhury": ("Choudhury", "Chaudhry"),
    "Rahman": ("Rehman",),
    "Kowalski": ("Kowalska",),
    "Wiśniewski": ("Wiśniewska",),
    "Zieliński": ("Zielińska",),
}

SHORT = {
    "Thomas": "Tom",
    "Samuel": "Sam",
    "Benjamin": "Ben",
    "William": "Bill",
    "James": "Jim",
    "Joseph": "Joe",
    "Joshua": "Josh",
    "Matthew": "Matt",
    "Daniel": "Dan",
    "Alexander": "Alex",
    "Michael": "Mike",
    "Patrick": "Paddy",
    "Elizabeth": "Liz",
    "Isabella": "Bella",
    "Abigail": "Abby",
    "Charlotte": "Lottie",
    "Jessica": "Jess",
    "Katie": "Kate",
    "Margaret": "Maggie",
    "Kathleen": "Kathy",
    "Aleksandra": "Ola",
    "Małgorzata": "Gosia",
    "Zuzanna": "Zuza",
    "Krzysztof": "Krzys",
    "Oluwaseun": "Seun",
    "Oluwatobi": "Tobi",
    "Chukwuemeka": "Emeka",
    "Jaspreet": "Jas",
    "Manpreet": "Mani",
    "Harpreet": "Harry",
}
